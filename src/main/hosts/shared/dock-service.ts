import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { dockCreate, dockRevoke } from '#shared/catalogue/operations/docks.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { Dock } from '#shared/model/index.ts';

/** Creates and serves docks. Implemented by a host with its own server. */
export interface DockProvider {
  list(): readonly Dock[];
  /** Creates a dock. Only this result contains the address. */
  create(name: string): Promise<Result<{ readonly dock: Dock; readonly address: string }, Fault>>;
  revoke(id: string): Promise<Result<void, Fault>>;
}

const notServed = (): Fault =>
  new Fault(
    'docks.not-served',
    'Docks need Cuelight’s own server, which the desktop program does not have. Start Cuelight with npm run headless.',
    { kind: 'configuration' },
  );

/** Manages docks in every host, through the provider of a host with a server. */
export class DockService {
  #provider: DockProvider | null = null;

  /** Sets the provider of the docks. */
  serve(provider: DockProvider): void {
    this.#provider = provider;
  }

  /** Lists the docks. Fails with `docks.not-served` in a host without a server. */
  list(): Result<readonly Dock[], Fault> {
    return this.#provider ? ok(this.#provider.list()) : err(notServed());
  }

  /** Implements the operations on docks. */
  operations(): readonly OperationImplementation[] {
    const obstacle = (): Fault | null => (this.#provider ? null : notServed());
    return [
      implement(dockCreate, {
        obstacle,
        run: async ({ name }) => answerWith(await (this.#provider?.create(name) ?? err(notServed()))),
      }),
      implement(dockRevoke, {
        obstacle,
        run: async ({ id }) => answerWhenDone(await (this.#provider?.revoke(id) ?? err(notServed())), { id }),
      }),
    ];
  }
}
