import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';

/** A host with a server of its own: it makes the addresses of docks and lets them in. */
export interface DockKeeper {
  list(): readonly Dock[];
  /** The address is told this once. */
  create(name: string): Promise<Result<{ readonly dock: Dock; readonly address: string }, Fault>>;
  revoke(id: string): Promise<Result<void, Fault>>;
}

const notServed = (): Fault =>
  new Fault(
    'docks.not-served',
    'Docks need Cuelight’s own server, which the desktop program does not have: run it with npm run headless.',
    { kind: 'configuration' },
  );

/** The place where docks are asked for, whichever host there is. One with a server takes it over. */
export class DockDesk {
  #keeper: DockKeeper | null = null;

  /** Has a host keep the docks from now on. */
  serve(keeper: DockKeeper): void {
    this.#keeper = keeper;
  }

  /** Fails with `docks.not-served` in a host without a server of its own. */
  list(): Result<readonly Dock[], Fault> {
    return this.#keeper ? ok(this.#keeper.list()) : err(notServed());
  }

  /** Implements what can be done with docks. */
  operations(): readonly OperationImplementation[] {
    const obstacle = (): Fault | null => (this.#keeper ? null : notServed());
    return [
      implement(dockCreate, {
        obstacle,
        run: async ({ name }) => answerWith(await (this.#keeper?.create(name) ?? err(notServed()))),
      }),
      implement(dockRevoke, {
        obstacle,
        run: async ({ id }) => answerWhenDone(await (this.#keeper?.revoke(id) ?? err(notServed())), { id }),
      }),
    ];
  }
}
