import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** The docks that may look. */
export const createDockProcedures = ({ os, ports: { docks } }: Toolkit) => ({
  list: os.docks.list.handler(() => ({ docks: [...unwrap(docks.list())] })),
  create: os.docks.create.handler(async ({ input: { name } }) => unwrap(await docks.create(name))),
  revoke: os.docks.revoke.handler(async ({ input: { id } }) => {
    unwrap(await docks.revoke(id));
    return { id };
  }),
});
