import { implement, type OperationImplementation } from '#core/index.ts';
import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { ok, type Clock, type IdSource } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';
import type { DocksPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

/** Docks in memory. */
export class FakeDocks implements DocksPort {
  readonly #docks = new Map<string, Dock>();
  readonly implementations: readonly OperationImplementation[];

  constructor(clock: Clock, ids: IdSource) {
    this.implementations = [
      implement(dockCreate, {
        run: async ({ name }) => {
          const dock = { id: ids.next(), name, createdAt: clock.now(), seenAt: null, connected: 0 };
          this.#docks.set(dock.id, dock);
          return ok({ result: { dock, address: `http://127.0.0.1/dock.html#token=${dock.id}` } });
        },
      }),
      implement(dockRevoke, {
        run: async ({ id }) =>
          this.#docks.delete(id)
            ? ok({ result: { id } })
            : unknown('docks.unknown', `There is no dock "${id}".`),
      }),
    ];
  }

  list() {
    return ok([...this.#docks.values()]);
  }
}
