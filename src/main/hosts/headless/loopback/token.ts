import { tokenPattern } from './guards/index.ts';

/** 256 bits that nobody can guess, in letters that fit everywhere. */
export const createToken = (randomBytes: (size: number) => Uint8Array): string =>
  Buffer.from(randomBytes(32)).toString('base64url');

/** Whether a text could be one of our tokens; what could not is never compared, and never kept. */
export const isTokenShaped = (text: string): boolean => tokenPattern.test(text);
