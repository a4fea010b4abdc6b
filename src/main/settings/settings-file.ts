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
import { keepAside, keepCopy } from './kept-aside.ts';

/** What stands in the settings file now. Reasons are the second half of a sentence about it. */
export type FileContent =
  | { readonly kind: 'document'; readonly document: SettingsDocument; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly reason: string; readonly text: string | null }
  /** Not to be touched: of a newer format, or out of reach. */
  | { readonly kind: 'off-limits'; readonly reason: string; readonly text: string | null };

/** The settings file with its last good copy beside it. Knows nothing of what the sections mean. */
export class SettingsFile {
  readonly path: string;
  /** Every version that was in force. */
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

  /** Takes away what interrupted writes left behind. */
  async tidy(): Promise<void> {
    await removeLeftovers(dirname(this.path), `${basename(this.path, extname(this.path))}.`);
    await this.history.tidy();
  }

  read(): Promise<FileContent> {
    return readContent(this.path);
  }

  /** Cheap enough to ask every few seconds: changes when the file does. Null when there is none. */
  async stamp(): Promise<string | null> {
    const found = await stat(this.path).catch(() => null);
    return found && `${found.mtimeMs}:${found.size}:${found.ino}`;
  }

  write(text: string): Promise<void> {
    return writeFileDurably(this.path, text, this.#writing);
  }

  /** The last content that was accepted; null when there is none that can still be read. */
  async readLastGood(): Promise<{ readonly document: SettingsDocument; readonly text: string } | null> {
    const content = await readContent(this.#lastGoodPath);
    return content.kind === 'document' ? content : null;
  }

  async rememberGood(text: string, now: number, origin: SettingsOrigin): Promise<void> {
    await this.history.record(text, now, origin);
    const known = await readFile(this.#lastGoodPath, 'utf8').catch(() => null);
    if (known !== text) await writeFileDurably(this.#lastGoodPath, text, this.#writing);
  }

  keepAside(now: number): Promise<string> {
    return keepAside(this.path, now);
  }

  keepCopy(now: number): Promise<string> {
    return keepCopy(this.path, now);
  }
}

const readContent = async (path: string): Promise<FileContent> => {
  try {
    const { size } = await stat(path);
    if (size > maxDocumentBytes) {
      const limit = `${maxDocumentBytes / 1024 / 1024} MB`;
      return {
        kind: 'broken',
        reason: `it has ${size} bytes, and settings are ${limit} at the most`,
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

/** Issues as the second half of a sentence, with the line of each where the file has one. */
export const describeIssues = (issues: readonly SettingsIssue[], document: SettingsDocument): string => {
  const [first] = issues;
  if (!first) return 'it does not fit';
  const line = document.scan.lines.get(first.path);
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return `"${first.path}"${line === undefined ? '' : ` in line ${line}`} is not valid: ${first.message}${others}`;
};

/** Names the setting and never its value. */
export const describeSecret = (path: string, document: SettingsDocument): string => {
  const line = document.scan.lines.get(path);
  return `"${path}"${line === undefined ? '' : ` in line ${line}`} looks like a password or token, and secrets do not belong in this file: take it out, and enter it as a secret`;
};
