import type { Audience } from '#shared/catalogue/operations/define.ts';
import { findOperation } from '#shared/catalogue/operations/index.ts';
import { toDisposable } from '#shared/kernel/index.ts';

export type { Audience };

/**
 * The procedures that a dock may call: none that changes anything or reveals addresses, settings or facts.
 */
const openToDocks: ReadonlySet<string> = new Set([
  'system.version',
  'system.health',
  'system.watch',
  'components.list',
  'chat.recent',
  'chat.watch',
  'metrics.recent',
  'metrics.watch',
]);

/** Returns the operation behind a path of the contract, if any. */
const operationAt = (path: readonly string[]) => {
  const [room, ...rest] = path;
  if (room === 'addresses') return findOperation(rest[0] ?? '');
  return room === 'operations' && rest[0] === 'do' ? findOperation(rest[1] ?? '') : undefined;
};

/**
 * Returns true when an audience may call the procedure at a path of the contract. An operation declares its
 * own audience.
 */
export const mayCall = (audience: Audience, path: readonly string[]): boolean =>
  audience === 'owner' ||
  openToDocks.has(path.join('.')) ||
  (operationAt(path)?.audience.includes(audience) ?? false);

/** Limits the open calls and streams of one connection, so that no client can pile up work. */
export class CallBudget {
  readonly #limit: number;
  #open = 0;

  constructor(limit = 64) {
    this.#limit = limit;
  }

  get open(): number {
    return this.#open;
  }

  /** Takes a slot until the returned handle is disposed; undefined when none is free. */
  enter(): Disposable | undefined {
    if (this.#open >= this.#limit) return undefined;
    this.#open += 1;
    return toDisposable(() => (this.#open -= 1));
  }
}

/** The caller of a procedure. */
export interface CallContext {
  readonly audience: Audience;
  /** Shown as the origin of the change: `window`, `browser`, `api`. */
  readonly caller: string;
  readonly budget: CallBudget;
  /** The caller's own id of the request, where the transport carries one. */
  readonly idempotencyKey?: string | undefined;
}
