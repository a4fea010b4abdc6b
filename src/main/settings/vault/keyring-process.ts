/**
 * A process that asks the system's keyring one question and is killed by its parent. The library connects to
 * the keyring synchronously and without a time limit, so it would block the program.
 */
import { execFileSync } from 'node:child_process';
import { Entry } from '@napi-rs/keyring';
import { answerKeyring, keyringQuestionSchema, type KeyringStore } from './keyring-answer.ts';

const service = 'cuelight';
/** Milliseconds for the tool; less than the limit of the whole question. */
const earlierLimitMs = 3_000;

/** Reads an item that an earlier version stored with `secret-tool` of libsecret. */
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
  // Without an explicit store, the library silently uses kernel memory on Linux, and the key is lost at a
  // reboot.
  item: (account) => new Entry(service, account, { linux: { store: 'secret-service' } }),
  earlierValue: (account) => (process.platform === 'linux' ? lookUpBySecretTool(account) : null),
};

process.on('message', (question) => {
  process.send?.(answerKeyring(keyringQuestionSchema.parse(question), store));
});
