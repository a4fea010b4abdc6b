import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import {
  describeFileError,
  removeLeftovers,
  writeFileDurably,
  type DurableWriteOptions,
} from '#main/files/index.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import type { SettingsOrigin } from '#shared/model/index.ts';
import type { SettingsIssue } from './resolve-section.ts';
import { maxDocumentBytes, parseDocument, type SettingsDocument } from './document.ts';
import { SettingsHistory } from './settings-history.ts';
import { moveAside, copyAside } from './set-aside.ts';

/** The current content of the settings file. Reasons are the second half of a sentence about the file. */
export type FileContent =
  | { readonly kind: 'document'; readonly document: SettingsDocument; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly reason: string; readonly text: string | null }
  /** A file that must not be written: of a newer format, or unreachable. */
  | { readonly kind: 'off-limits'; readonly reason: string; readonly text: string | null };

/** The settings file with its last good copy beside it. Does not interpret the sections. */
export class SettingsFile {
  readonly path: string;
  /** All versions that were active. */
  readonly history: SettingsHistory;
  readonly #lastGoodPath: string;
  readonly #writing: DurableWriteOptions;

  constructor(path: string, writing: DurableWriteOptions = {}) {
    this.path = path;
    const extension = extname(path);
    this.#lastGoodPath = join(dirname(path), `${basename(path, extension)}.last-good${extension}`);
    this.#writing = writing;
    const historyFolder = join(dirname(path), `${basename(path, extension)}.history`);
    this.history = new SettingsHistory(historyFolder, writing);
  }

  /** Deletes the remains of interrupted writes. */
  async tidy(): Promise<void> {
    await removeLeftovers(dirname(this.path), `${basename(this.path, extname(this.path))}.`);
    await this.history.tidy();
  }

  read(): Promise<FileContent> {
    return readContent(this.path);
  }

  /**
   * Returns a stamp that changes with the file; null when there is no file. Cheap enough for every few
   * seconds.
   */
  async stamp(): Promise<string | null> {
    const found = await stat(this.path).catch(() => null);
    return found && `${found.mtimeMs}:${found.size}:${found.ino}`;
  }

  write(text: string): Promise<void> {
    return writeFileDurably(this.path, text, this.#writing);
  }

  /** Returns the last accepted content; null when no readable copy exists. */
  async readLastGood(): Promise<{ readonly document: SettingsDocument; readonly text: string } | null> {
    const content = await readContent(this.#lastGoodPath);
    return content.kind === 'document' ? content : null;
  }

  async saveLastGood(text: string, now: number, origin: SettingsOrigin): Promise<void> {
    await this.history.record(text, now, origin);
    const known = await readFile(this.#lastGoodPath, 'utf8').catch(() => null);
    if (known !== text) await writeFileDurably(this.#lastGoodPath, text, this.#writing);
  }

  moveAside(now: number): Promise<string> {
    return moveAside(this.path, now);
  }

  copyAside(now: number): Promise<string> {
    return copyAside(this.path, now);
  }
}

const readContent = async (path: string): Promise<FileContent> => {
  try {
    const { size } = await stat(path);
    if (size > maxDocumentBytes) {
      const limit = `${maxDocumentBytes / 1024 / 1024} MB`;
      return {
        kind: 'broken',
        reason: `it has ${size} bytes, and the limit is ${limit}`,
        text: null,
      };
    }
    const text = await readFile(path, 'utf8');
    const parsed = parseDocument(text);
    if (parsed.ok) return { kind: 'document', document: parsed.value, text };
    return { kind: parsed.error.newer ? 'off-limits' : 'broken', reason: parsed.error.reason, text };
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'ENOENT') return { kind: 'missing' };
    return { kind: 'off-limits', reason: describeFileError(thrown), text: null };
  }
};

/** Describes issues as the second half of a sentence, with the line of the first in the file. */
export const describeIssues = (issues: readonly SettingsIssue[], document: SettingsDocument): string => {
  const [first] = issues;
  if (!first) return 'it is not valid';
  const line = document.scan.lines.get(first.path);
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `"${first.path}"${line === undefined ? '' : ` in line ${line}`} is not valid: ${first.message}${others}`;
};

/** Describes a setting that looks like a secret, without its value. */
export const describeSecret = (path: string, document: SettingsDocument): string => {
  const line = document.scan.lines.get(path);
  return `"${path}"${line === undefined ? '' : ` in line ${line}`} looks like a password or token, which does not belong in this file. Remove it and enter it as a secret`;
};
