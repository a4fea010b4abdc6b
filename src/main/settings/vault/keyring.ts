import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startDeadline, type Clock } from '#shared/kernel/index.ts';
import type { Environment } from '../resolve-section.ts';
import { keyringAnswerSchema, type KeyringQuestion } from './keyring-answer.ts';

/** The system's keyring, with one key for each home. */
export interface Keyring {
  /** Name for people, such as `Secret Service`. */
  readonly title: string;
  /**
   * Reads the value of an account; null when there is none. Rejects when the keyring is absent, locked or
   * slow.
   */
  read(account: string): Promise<string | null>;
  /** Writes a value and reads it back. Rejects like {@link read}. */
  write(account: string, value: string): Promise<void>;
}

export interface KeyringOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly clock: Clock;
  /** The code of the keyring's process: the source file of `keyring-process` or its bundle. */
  readonly entry: URL;
  readonly limitMs?: number;
}

/** Milliseconds for an answer: a keyring that prompts an absent user never answers. */
const answerLimitMs = 4_000;

const titles: ReadonlyMap<NodeJS.Platform, string> = new Map([
  ['linux', 'Secret Service'],
  ['darwin', 'macOS Keychain'],
  ['win32', 'Windows Credential Manager'],
]);

/** Returns the keyring of this system; null when there is none or it is switched off. */
export const findKeyring = (options: KeyringOptions): Keyring | null => {
  const title = titles.get(options.platform);
  if (title === undefined || options.environment['CUELIGHT_KEYRING'] === 'off') return null;
  const ask = (question: KeyringQuestion): Promise<string | null> => askInProcess(title, question, options);
  return {
    title,
    read: (account) => ask({ account, value: null }),
    write: async (account, value) => {
      if ((await ask({ account, value })) !== value) throw failed(title);
    },
  };
};

const failed = (title: string): Error => new Error(`The ${title} is absent or locked`);

/** Asks one question in a process of its own, and kills it after the answer, at the limit or at exit. */
const askInProcess = (
  title: string,
  question: KeyringQuestion,
  { entry, environment, clock, limitMs = answerLimitMs }: KeyringOptions,
): Promise<string | null> =>
  new Promise((resolve, reject) => {
    // The question goes through a pipe: every user of the machine can see the arguments of a process.
    const child = fork(fileURLToPath(entry), [], {
      env: { ...environment },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const kill = (): void => void child.kill('SIGKILL');
    const end = (): void => {
      limit[Symbol.dispose]();
      process.off('exit', kill);
      kill();
    };
    const giveUp = (error: Error): void => {
      end();
      reject(error);
    };
    const limit = startDeadline(
      clock,
      () => giveUp(new Error(`The ${title} did not answer within ${limitMs / 1_000} s`)),
      limitMs,
    );
    process.once('exit', kill);
    child.once('error', () => giveUp(failed(title)));
    child.once('exit', () => giveUp(failed(title)));
    child.once('message', (message: unknown) => {
      const answer = keyringAnswerSchema.safeParse(message);
      if (!answer.success) return giveUp(failed(title));
      end();
      resolve(answer.data.value);
    });
    child.send(question, (error) => {
      if (error) giveUp(failed(title));
    });
  });
