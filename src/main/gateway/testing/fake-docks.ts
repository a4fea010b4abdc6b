import { implement, type OperationImplementation } from '#core/index.ts';
import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { ok, type Clock, type IdSource } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';
import type { DocksPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

/** Docks in memory. */
export class FakeDocks implements DocksPort {
  readonly all: Dock[] = [];
  readonly implementations: readonly OperationImplementation[];

  constructor(clock: Clock, ids: IdSource) {
    this.implementations = [
      implement(dockCreate, {
        run: async ({ name }) => {
          const dock = { id: ids.next(), name, createdAt: clock.now(), seenAt: null, connected: 0 };
          this.all.push(dock);
          return ok({ result: { dock, address: `http://127.0.0.1/dock.html#token=${dock.id}` } });
        },
      }),
      implement(dockRevoke, {
        run: async ({ id }) => {
          const index = this.all.findIndex((dock) => dock.id === id);
          if (index < 0) return unknown('docks.unknown', `There is no dock "${id}".`);
          this.all.splice(index, 1);
          return ok({ result: { id } });
        },
      }),
    ];
  }

  list() {
    return ok([...this.all]);
  }
}
