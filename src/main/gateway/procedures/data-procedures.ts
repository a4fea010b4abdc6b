import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Procedures for stored data: backups, the data of one viewer, and diagnostic bundles. */
export const createBackupProcedures = ({ os, ports: { backups } }: Toolkit) => ({
  list: os.backups.list.handler(async () => {
    const list = unwrap(await backups.list());
    return { ...list, backups: [...list.backups], policy: { ...list.policy } };
  }),
  preview: os.backups.preview.handler(async ({ input }) => unwrap(await backups.preview(input))),
});

export const createViewerProcedures = ({ os, ports: { viewers } }: Toolkit) => ({
  find: os.viewers.find.handler(async ({ input, signal }) => ({
    viewers: [...unwrap(await viewers.find(input.name, signal))],
  })),
  export: os.viewers.export.handler(async ({ input, signal }) => {
    const { names, messages, events, ...viewer } = unwrap(await viewers.export(input, signal));
    return { ...viewer, names: [...names], messages: [...messages], events: [...events] };
  }),
});

export const createDiagnosticsProcedures = ({ os, ports: { diagnostics } }: Toolkit) => ({
  list: os.diagnostics.list.handler(async () => {
    const list = unwrap(await diagnostics.list());
    return { ...list, bundles: [...list.bundles] };
  }),
  read: os.diagnostics.read.handler(async ({ input }) => unwrap(await diagnostics.read(input.name))),
});
