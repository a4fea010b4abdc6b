import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Clock, nothingToDispose, toDisposable } from '#shared/kernel/index.ts';
import type { WriteStep } from '#main/files/index.ts';
import type { Environment } from './resolve-section.ts';
import type { SectionDeclaration } from './section.ts';
import { SettingsFile } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';
import type { SecretState } from './vault/port.ts';

/** Editors write in several steps: a change is looked at when they have come to rest. */
const settleMs = 200;
/** Where the system tells nothing of changes (network drives), they are seen by looking. */
const lookEveryMs = 5_000;

export interface SettingsOptions {
  /** `settings.json` in the home; its folder must exist. */
  readonly file: string;
  readonly sections: readonly SectionDeclaration[];
  readonly environment: Environment;
  readonly clock: Clock;
  /** Whether a secret is there; from the vault. */
  readonly secretState: (name: string) => Promise<SecretState>;
  /** Called after each step of each write, for crash tests. */
  readonly atStep?: (step: WriteStep) => void;
}

export interface OpenSettings extends AsyncDisposable {
  readonly store: SettingsStore;
}

/**
 * Opens the settings and watches the file until disposed. Never fails because of the file: what is wrong with it is in
 * the store's `problem`, and the program starts with the last good settings or the defaults.
 */
export const openSettings = async (options: SettingsOptions): Promise<OpenSettings> => {
  const { clock, atStep } = options;
  const file = new SettingsFile(options.file, { ...(atStep && { atStep }) });
  const store = new SettingsStore({ ...options, file });
  await store.load();

  let stamp = await file.stamp();
  let settling: Disposable | undefined;
  let closed = false;
  const look = async (): Promise<void> => {
    const now = await file.stamp();
    if (closed || now === stamp) return;
    stamp = now;
    await store.reload();
  };
  const watcher = watchFolder(options.file, () => {
    settling?.[Symbol.dispose]();
    settling = clock.setTimeout(() => void look(), settleMs);
  });
  const looking = clock.setInterval(() => void look(), lookEveryMs);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      watcher[Symbol.dispose]();
      settling?.[Symbol.dispose]();
      looking[Symbol.dispose]();
      // Waits for a write that is under way.
      await store.reload();
    },
  };
};

const watchFolder = (file: string, onTouched: () => void): Disposable => {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) onTouched();
    });
    // A folder that went away; the regular look goes on.
    watcher.on('error', () => watcher.close());
    return toDisposable(() => watcher.close());
  } catch {
    return nothingToDispose;
  }
};
