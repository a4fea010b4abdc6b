/**
 * A process that asks the system's keyring one thing and is ended by who started it. The library connects to the keyring
 * before it returns and takes no time limit for that: here, it can block nobody else.
 */
import { execFileSync } from 'node:child_process';
import { Entry } from '@napi-rs/keyring';
import { answerKeyring, keyringQuestionSchema, type KeyringStore } from './keyring-answer.ts';

const service = 'cuelight';
/** Less than the whole question may take. */
const earlierLimitMs = 3_000;

/** Reads an item as `secret-tool` of libsecret stored it, which earlier versions used. */
const lookUpBySecretTool = (account: string): string | null => {
  try {
    const output = execFileSync('secret-tool', ['lookup', 'service', service, 'account', account], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: earlierLimitMs,
    });
    return output.trim() || null;
  } catch {
    return null;
  }
};

const store: KeyringStore = {
  // Without a store by name, Linux falls back to memory of the kernel in silence, and the key is lost at the next boot.
  item: (account) => new Entry(service, account, { linux: { store: 'secret-service' } }),
  earlierValue: (account) => (process.platform === 'linux' ? lookUpBySecretTool(account) : null),
};

process.on('message', (question) => {
  process.send?.(answerKeyring(keyringQuestionSchema.parse(question), store));
});
