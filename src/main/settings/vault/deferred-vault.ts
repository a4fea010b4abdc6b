import { Emitter, err, Fault, ok, startDeadline, type Clock, type Result } from '#shared/kernel/index.ts';
import type { SecretState, SecretVault, VaultDescription, VaultTrouble } from './port.ts';

export interface DeferredVaultOptions {
  /** Opens the vault. It may prompt the user, and may never answer. */
  readonly open: () => Promise<SecretVault>;
  /** Names of the stored secrets, read without opening the vault. */
  readonly storedNames: () => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  /** Milliseconds that the vault may take to open before requests fail. */
  readonly limitMs?: number;
}

/**
 * The stage of opening.
 * - `unasked`: no secret was needed yet.
 * - `opening`: within the time limit.
 * - `closed`: failed to open, or did not answer in time; a late answer still opens it.
 * - `open`: secrets can be read.
 */
export type VaultStage = 'unasked' | 'opening' | 'closed' | 'open';

/** An attempt at opening. */
interface Attempt {
  /** Resolves with the outcome, at the latest at the time limit. */
  readonly inTime: Promise<Result<void, Fault>>;
  isOver: boolean;
}

/** Milliseconds that suffice to derive a key from a passphrase on a busy machine. */
const defaultLimitMs = 10_000;

/**
 * A vault that opens after the start of the program, since a keyring may prompt the user or never answer. The
 * first request for a secret or {@link open} opens it. Requests wait at most for the limit and then fail with
 * the fault `vault.not-open`, whose kind makes a component wait for the vault's component.
 */
export class DeferredVault implements SecretVault {
  readonly #options: DeferredVaultOptions;
  readonly #listeners = new Emitter();
  #attempt: Attempt | null = null;
  #endAttempt: ((outcome: Result<void, Fault>) => void) | null = null;
  #vault: SecretVault | null = null;
  #reason: Fault | null = null;

  constructor(options: DeferredVaultOptions) {
    this.#options = options;
  }

  get stage(): VaultStage {
    if (this.#vault) return 'open';
    if (!this.#attempt) return 'unasked';
    return this.#attempt.isOver ? 'closed' : 'opening';
  }

  /** Reason why the vault is not open; null while there is none. */
  get fault(): Fault | null {
    return this.#vault ? null : this.#reason;
  }

  /** Calls the listener at each change of {@link stage}. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  /**
   * Opens the vault, or retries when an earlier attempt failed, did not answer or found the secrets locked. A
   * usable vault stays unchanged. Resolves at the latest at the time limit.
   */
  open(): Promise<Result<void, Fault>> {
    if (this.#vault && this.#vault.trouble().locked === null) return Promise.resolve(ok(undefined));
    const { inTime } = this.#attempt && !this.#attempt.isOver ? this.#attempt : this.#begin();
    return inTime;
  }

  /** Ends the wait of all requests when the program stops. An open vault stays usable. */
  abandon(): void {
    this.#endAttempt?.(err(abandoned()));
  }

  describe(): VaultDescription {
    return (
      this.#vault?.describe() ?? {
        backend: 'Not open',
        protection: 'session-only',
        warning: this.#reason?.message ?? null,
      }
    );
  }

  trouble(): VaultTrouble {
    return this.#vault?.trouble() ?? { locked: this.#reason?.message ?? null, damage: null };
  }

  async read(name: string): Promise<Result<string | null, Fault>> {
    const vault = await this.#usable();
    return vault.ok ? vault.value.read(name) : vault;
  }

  async write(name: string, value: string): Promise<Result<void, Fault>> {
    const vault = await this.#usable();
    return vault.ok ? vault.value.write(name, value) : vault;
  }

  async delete(name: string): Promise<Result<void, Fault>> {
    const vault = await this.#usable();
    return vault.ok ? vault.value.delete(name) : vault;
  }

  /** True when the secret is stored. Does not open the vault: names are not secret. */
  async has(name: string): Promise<boolean> {
    return this.#vault ? this.#vault.has(name) : (await this.#options.storedNames()).has(name);
  }

  async state(name: string): Promise<SecretState> {
    if (this.#vault) return this.#vault.state(name);
    return (await this.has(name)) ? 'set' : 'missing';
  }

  async #usable(): Promise<Result<SecretVault, Fault>> {
    if (this.#vault) return ok(this.#vault);
    await (this.#attempt ?? this.#begin()).inTime;
    return this.#vault ? ok(this.#vault) : err(notOpen(this.#reason));
  }

  #begin(): Attempt {
    const { clock, limitMs = defaultLimitMs } = this.#options;
    const { promise, resolve } = Promise.withResolvers<Result<void, Fault>>();
    const attempt: Attempt = { inTime: promise, isOver: false };
    const end = (outcome: Result<void, Fault>): void => {
      limit[Symbol.dispose]();
      if (attempt.isOver) return;
      attempt.isOver = true;
      if (!outcome.ok) this.#reason = outcome.error;
      resolve(outcome);
      this.#changed();
    };
    const limit = startDeadline(clock, () => end(err(noAnswer(limitMs))), limitMs);
    this.#attempt = attempt;
    this.#endAttempt = end;
    this.#changed();
    void this.#accept(attempt, end);
    return attempt;
  }

  /** Accepts the answer to an attempt, however late. Never rejects. */
  async #accept(attempt: Attempt, end: (outcome: Result<void, Fault>) => void): Promise<void> {
    const opened = await this.#open();
    if (!opened.ok) {
      end(opened);
      return;
    }
    // The answer to an earlier attempt may come last, and only one vault may write the file.
    const isFirst = this.#vault === null || this.#vault.trouble().locked !== null;
    if (isFirst) this.#vault = opened.value;
    const wasLate = attempt.isOver;
    end(ok(undefined));
    if (wasLate && isFirst) this.#changed();
  }

  async #open(): Promise<Result<SecretVault, Fault>> {
    try {
      return ok(await this.#options.open());
    } catch (thrown) {
      return err(notOpened(thrown));
    }
  }

  #changed(): void {
    this.#listeners.emit();
  }
}

const startVault = { kind: 'start-component', label: 'Open the vault again', target: 'vault' } as const;

const noAnswer = (limitMs: number): Fault =>
  new Fault(
    'vault.no-answer',
    `The system's keyring did not answer within ${limitMs / 1_000} s, so no secret can be read. Answer its prompt or unlock it, and Cuelight continues automatically. Otherwise open the vault again.`,
    { kind: 'authentication', action: startVault },
  );

const abandoned = (): Fault =>
  new Fault('vault.abandoned', 'Cuelight stopped before the vault was open.', { kind: 'transient' });

const notOpened = (thrown: unknown): Fault => {
  if (thrown instanceof Fault) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new Fault(
    'vault.not-opened',
    `The vault could not be opened: ${reason}. Cuelight tries again automatically.`,
    {
      kind: 'transient',
      cause: thrown,
    },
  );
};

/** Fault that makes a component wait until the vault's component runs. */
const notOpen = (reason: Fault | null): Fault =>
  new Fault('vault.not-open', `The vault is not open yet. ${reason?.message ?? 'Open it again.'}`, {
    kind: 'dependency',
    action: startVault,
  });
