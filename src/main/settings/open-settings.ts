import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Clock, nothingToDispose, toDisposable } from '#shared/kernel/index.ts';
import type { WriteStep } from '#main/files/index.ts';
import type { SectionDeclaration } from '#core/index.ts';
import type { Environment } from './resolve-section.ts';
import { SettingsFile } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';
import type { SecretState } from './vault/port.ts';

/** Milliseconds without a change after which the file is read: editors write in several steps. */
const settleMs = 200;
/** Milliseconds between two checks of the file, for drives without change events (network drives). */
const checkEveryMs = 5_000;

export interface SettingsOptions {
  /** `settings.json` in the home; its folder must exist. */
  readonly file: string;
  readonly sections: readonly SectionDeclaration[];
  readonly environment: Environment;
  readonly clock: Clock;
  /** Returns the state of a secret in the vault. */
  readonly secretState: (name: string) => Promise<SecretState>;
  /** Called after each step of each write, for crash tests. */
  readonly atStep?: (step: WriteStep) => void;
}

export interface OpenSettings extends AsyncDisposable {
  readonly store: SettingsStore;
}

/**
 * Opens the settings and watches the file until disposed. Never fails because of the file: the store's
 * `problem` describes its errors, and the program starts with the last good settings or the defaults.
 */
export const openSettings = async (options: SettingsOptions): Promise<OpenSettings> => {
  const { clock, atStep } = options;
  const file = new SettingsFile(options.file, { ...(atStep && { atStep }) });
  const store = new SettingsStore({ ...options, file });
  await store.load();

  let stamp = await file.stamp();
  let settling: Disposable | undefined;
  let closed = false;
  const checkFile = async (): Promise<void> => {
    const now = await file.stamp();
    if (closed || now === stamp) return;
    stamp = now;
    await store.reload();
  };
  const watcher = watchFolder(options.file, () => {
    settling?.[Symbol.dispose]();
    settling = clock.setTimeout(() => void checkFile(), settleMs);
  });
  const checks = clock.setInterval(() => void checkFile(), checkEveryMs);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      watcher[Symbol.dispose]();
      settling?.[Symbol.dispose]();
      checks[Symbol.dispose]();
      // Waits for a running write.
      await store.reload();
    },
  };
};

const watchFolder = (file: string, onTouched: () => void): Disposable => {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) onTouched();
    });
    // The folder was removed; the periodic check continues.
    watcher.on('error', () => watcher.close());
    return toDisposable(() => watcher.close());
  } catch {
    return nothingToDispose;
  }
};
