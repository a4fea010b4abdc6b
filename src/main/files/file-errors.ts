import { errorCodeOf } from '#shared/kernel/index.ts';

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; move the folder away',
  ENOTDIR: 'a part of its path is a file; choose another folder',
  EACCES: 'access is denied; make the file and its folder writable for this user',
  EPERM: 'access is denied; make the file and its folder writable for this user',
  EROFS: 'the disk is read-only; make it writable or choose another folder',
  ENOSPC: 'the disk is full; free some space',
  ENOENT: 'its folder does not exist; create the folder',
  EIO: 'the disk reports an error; check the disk',
};

/** Describes a file error and its remedy as the second half of a sentence. */
export const describeFileError = (thrown: unknown): string => {
  const known = reasons[errorCodeOf(thrown) ?? ''];
  return known ?? (thrown instanceof Error ? thrown.message : String(thrown));
};
