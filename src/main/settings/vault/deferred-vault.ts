import { Emitter, err, Fault, ok, startDeadline, type Clock, type Result } from '#shared/kernel/index.ts';
import type { SecretState, SecretVault, VaultDescription, VaultTrouble } from './port.ts';

export interface DeferredVaultOptions {
  /** Opens the vault. It may ask a person, and may never answer. */
  readonly open: () => Promise<SecretVault>;
  /** Names of the stored secrets, read without opening the vault. */
  readonly storedNames: () => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  /** Milliseconds that the vault may take to open before whoever asks is refused. */
  readonly limitMs?: number;
}

/**
 * - `unasked`: nobody needed a secret yet.
 * - `opening`: asked, and within its time.
 * - `closed`: it failed to open, or has not answered in time; a late answer still opens it.
 * - `open`: secrets can be asked for.
 */
export type VaultStage = 'unasked' | 'opening' | 'closed' | 'open';

/** One attempt at opening. */
interface Attempt {
  /** Resolves with the outcome, or when the time is over. */
  readonly inTime: Promise<Result<void, Fault>>;
  isOver: boolean;
}

/** Enough for a passphrase to become a key on a machine that is busy. */
const defaultLimitMs = 10_000;

/**
 * A vault that is opened after the program has begun, for a keyring may ask a person or never answer. It opens when it is first
 * asked for a secret, or by {@link open}. Until then, and at most for the limit, whoever asks waits; after that the
 * answer is the fault `vault.not-open`, whose kind makes a component wait for the vault's own.
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

  /** Reason why it is not open; null while nothing is wrong. */
  get fault(): Fault | null {
    return this.#vault ? null : this.#reason;
  }

  /** Calls `listener` at each change of {@link stage}. */
  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  /**
   * Opens the vault, or tries again where an earlier attempt failed, has not answered, or found the secrets locked. A vault
   * that can be used stays as it is. Resolves at the latest when the limit is over.
   */
  open(): Promise<Result<void, Fault>> {
    if (this.#vault && this.#vault.trouble().locked === null) return Promise.resolve(ok(undefined));
    const { inTime } = this.#attempt && !this.#attempt.isOver ? this.#attempt : this.#begin();
    return inTime;
  }

  /** Lets nobody wait any longer: the program stops. A vault that is open stays usable. */
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

  /** Known without opening the vault: names are not secret. */
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
    const limit = startDeadline(clock, () => end(err(silent(limitMs))), limitMs);
    this.#attempt = attempt;
    this.#endAttempt = end;
    this.#changed();
    void this.#take(attempt, end);
    return attempt;
  }

  /** Takes in the answer to one attempt, however late. Never rejects. */
  async #take(attempt: Attempt, end: (outcome: Result<void, Fault>) => void): Promise<void> {
    const opened = await this.#open();
    if (!opened.ok) {
      end(opened);
      return;
    }
    // The answer to an earlier attempt may come last: one vault at a time writes the file.
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

const silent = (limitMs: number): Fault =>
  new Fault(
    'vault.no-answer',
    `The system's keyring has not answered for ${limitMs / 1_000} s, so no secret can be read. Answer its prompt or unlock it: Cuelight goes on by itself then. Otherwise open the vault again.`,
    { kind: 'authentication', action: startVault },
  );

const abandoned = (): Fault =>
  new Fault('vault.abandoned', 'Cuelight stops before the vault was opened.', { kind: 'transient' });

const notOpened = (thrown: unknown): Fault => {
  if (thrown instanceof Fault) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new Fault('vault.not-opened', `The vault could not be opened: ${reason}. It is tried again.`, {
    kind: 'transient',
    cause: thrown,
  });
};

/** Makes whoever asked wait for the vault's component, and go on when it runs. */
const notOpen = (reason: Fault | null): Fault =>
  new Fault('vault.not-open', `The vault is not open yet. ${reason?.message ?? 'Open it again.'}`, {
    kind: 'dependency',
    action: startVault,
  });
