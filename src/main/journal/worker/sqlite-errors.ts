import { errorCodeOf } from '#shared/kernel/index.ts';

/** SQLite's primary result codes that decide what happens next. */
const codes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

const primaryCode = (thrown: unknown): number | null =>
  thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : null;

/** True when the content of the file is damaged, not merely inaccessible. */
export const isCorruption = (thrown: unknown): boolean => {
  const code = primaryCode(thrown);
  return code === codes.corrupt || code === codes.notADatabase;
};

const passing = new Set([codes.busy, codes.locked, codes.readOnly, codes.io, codes.full, codes.cannotOpen]);

/** True when the disk or another program blocks the write, so that a retry may succeed. */
export const isOutOfReach = (thrown: unknown): boolean => {
  const code = primaryCode(thrown);
  return code !== null && passing.has(code);
};

const fileErrors: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; move the folder away',
  ENOTDIR: 'its folder is a file; move that file away',
  EACCES: "you don't have permission to write it; make the file and its folder writable",
  EPERM: "you don't have permission to write it; make the file and its folder writable",
  EROFS: 'it is on a read-only disk; make the disk writable',
  ENOSPC: 'the disk is full; free some space',
};

const fileErrorOf = (thrown: unknown): string | undefined => fileErrors[errorCodeOf(thrown) ?? ''];

/** Returns the reason why the database can't be used, as the second half of a sentence. */
export const describeSqliteError = (thrown: unknown): string => {
  switch (primaryCode(thrown)) {
    case codes.busy:
    case codes.locked:
      return 'another program has locked it; close that program';
    case codes.readOnly:
      return 'it is read-only; make the file and its folder writable';
    case codes.full:
      return 'the disk is full; free some space';
    case codes.cannotOpen:
      return "it can't be opened; check that the path is a file in a writable folder";
    case codes.io:
      return 'the disk reported an error; check the disk';
    case codes.corrupt:
    case codes.notADatabase:
      return 'its content is damaged';
    case null:
    default:
      return fileErrorOf(thrown) ?? (thrown instanceof Error ? thrown.message : String(thrown));
  }
};
