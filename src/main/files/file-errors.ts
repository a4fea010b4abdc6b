import { errorCodeOf } from '#shared/kernel/index.ts';

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; move the folder away',
  ENOTDIR: 'a part of its path is a file; choose another place',
  EACCES: 'this user may not; make the file and its folder writable for it',
  EPERM: 'this user may not; make the file and its folder writable for it',
  EROFS: 'the disk is read-only; make it writable or choose another place',
  ENOSPC: 'the disk is full; free some space',
  ENOENT: 'its folder does not exist; make the folder',
  EIO: 'the disk reports an error; check the disk',
};

/** Why a file could not be used and what to do, as the second half of a sentence. */
export const describeFileError = (thrown: unknown): string => {
  const known = reasons[errorCodeOf(thrown) ?? ''];
  return known ?? (thrown instanceof Error ? thrown.message : String(thrown));
};
