import type { Dock } from '#shared/contract/index.ts';
import { err, Fault, ok, type Clock, type IdSource } from '#shared/kernel/index.ts';
import type { DocksPort } from '../ports/index.ts';

/** Docks in memory. */
export const createFakeDocks = (clock: Clock, ids: IdSource): DocksPort => {
  const docks = new Map<string, Dock>();
  return {
    list: () => ok([...docks.values()]),
    create: async (name) => {
      const dock = { id: ids.next(), name, createdAt: clock.now(), seenAt: null, connected: 0 };
      docks.set(dock.id, dock);
      return ok({ dock, address: `http://127.0.0.1/dock.html#token=${dock.id}` });
    },
    revoke: async (id) =>
      docks.delete(id)
        ? ok(undefined)
        : err(
            new Fault('docks.unknown', `There is no dock "${id}".`, {
              kind: 'configuration',
              status: 'not-found',
            }),
          ),
  };
};
