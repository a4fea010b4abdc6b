import { tokenPattern } from './guards/index.ts';

/** Creates a token of 256 random bits in base64url. */
export const createToken = (randomBytes: (size: number) => Uint8Array): string =>
  Buffer.from(randomBytes(32)).toString('base64url');

/** True for a text with the format of a token. Other texts are neither compared nor stored. */
export const isTokenShaped = (text: string): boolean => tokenPattern.test(text);
