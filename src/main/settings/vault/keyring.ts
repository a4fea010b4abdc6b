import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startDeadline, type Clock } from '#shared/kernel/index.ts';
import type { Environment } from '../resolve-section.ts';
import { keyringAnswerSchema, type KeyringQuestion } from './keyring-answer.ts';

/** The system's own keyring. Holds one key for each home. */
export interface Keyring {
  /** As people know it: `Secret Service`. */
  readonly title: string;
  /** What stands under an account; null when nothing does. Rejects when the keyring is absent, locked or slow. */
  read(account: string): Promise<string | null>;
  /** Resolves when what was written was read back. Rejects like {@link read}. */
  write(account: string, value: string): Promise<void>;
}

export interface KeyringOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly clock: Clock;
  /** The code of the process that asks the keyring: `keyring-process`, the source file or its bundle. */
  readonly entry: URL;
  readonly limitMs?: number;
}

/** A keyring that asks somebody who is not there does not answer at all. */
const answerLimitMs = 4_000;

const titles: ReadonlyMap<NodeJS.Platform, string> = new Map([
  ['linux', 'Secret Service'],
  ['darwin', 'macOS Keychain'],
  ['win32', 'Windows Credential Manager'],
]);

/** The keyring of this system; null where it has none, or where it is switched off. */
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

const failed = (title: string): Error => new Error(`The ${title} is not there, or is locked`);

/** Starts a process for one question, and ends it: with its answer, at the limit, or with this program. */
const askInProcess = (
  title: string,
  question: KeyringQuestion,
  { entry, environment, clock, limitMs = answerLimitMs }: KeyringOptions,
): Promise<string | null> =>
  new Promise((resolve, reject) => {
    // The question goes through a pipe: a list of arguments can be seen by every user of the machine.
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
