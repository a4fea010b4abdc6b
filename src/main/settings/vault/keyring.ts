import type { Clock } from '#shared/kernel/index.ts';
import type { Environment } from '../resolve-section.ts';
import { runCommand, type CommandEnd } from './run-command.ts';

/** The system's own keyring, reached by its tool. Holds one key for each home. */
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
  readonly limitMs?: number;
}

const service = 'cuelight';
/** A keyring that asks somebody who is not there does not answer at all. */
const answerLimitMs = 4_000;
/** `security` says so when an item does not exist. */
const macItemNotFound = 44;

type Run = (command: string, args: readonly string[], input?: string) => Promise<CommandEnd>;

const failed = (title: string): Error => new Error(`The ${title} is not there, or is locked`);

const checked = (keyring: Omit<Keyring, 'write'> & { put: Keyring['write'] }): Keyring => ({
  title: keyring.title,
  read: (account) => keyring.read(account),
  write: async (account, value) => {
    await keyring.put(account, value);
    if ((await keyring.read(account)) !== value) throw failed(keyring.title);
  },
});

/** GNOME Keyring, KWallet and others, by `secret-tool` of libsecret. */
const createSecretService = (run: Run): Keyring => {
  const title = 'Secret Service';
  const attributes = (account: string): string[] => ['service', service, 'account', account];
  return checked({
    title,
    read: async (account) => {
      const { code, output, errors } = await run('secret-tool', ['lookup', ...attributes(account)]);
      if (code === 0 && output !== '') return output.trim();
      // It says nothing when there is no such item, and why when there is no keyring.
      if (code === 1 && errors.trim() === '') return null;
      throw failed(title);
    },
    put: async (account, value) => {
      const args = ['store', '--label=Cuelight vault key', ...attributes(account)];
      const { code } = await run('secret-tool', args, value);
      if (code !== 0) throw failed(title);
    },
  });
};

const createMacKeychain = (run: Run): Keyring => {
  const title = 'macOS Keychain';
  return checked({
    title,
    read: async (account) => {
      const args = ['find-generic-password', '-s', service, '-a', account, '-w'];
      const { code, output } = await run('security', args);
      if (code === 0) return output.trim();
      if (code === macItemNotFound) return null;
      throw failed(title);
    },
    put: async (account, value) => {
      // Its command line would show the value to everybody; its interactive mode reads the whole command.
      const command = `add-generic-password -U -s ${service} -a ${account} -w ${value}\n`;
      const { code } = await run('security', ['-i'], command);
      if (code !== 0) throw failed(title);
    },
  });
};

/** The keyring of this system, as far as it has a tool for it; null where it has none. */
export const findKeyring = ({
  platform,
  environment,
  clock,
  limitMs = answerLimitMs,
}: KeyringOptions): Keyring | null => {
  if (!environment['PATH'] || environment['CUELIGHT_KEYRING'] === 'off') return null;
  const run: Run = (command, args, input) =>
    runCommand(command, args, { clock, limitMs, environment, ...(input !== undefined && { input }) });
  if (platform === 'linux') return createSecretService(run);
  return platform === 'darwin' ? createMacKeychain(run) : null;
};
