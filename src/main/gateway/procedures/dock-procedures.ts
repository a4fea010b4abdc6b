import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Procedures for docks. */
export const createDockProcedures = ({ os, ports: { docks } }: Toolkit) => ({
  list: os.docks.list.handler(() => ({ docks: [...unwrap(docks.list())] })),
});
