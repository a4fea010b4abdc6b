import { randomBytes } from 'node:crypto';
import type { RandomSource } from '#shared/kernel/index.ts';

/** Creates an unpredictable random source for ids and jitter. */
export const createCryptoRandom = (): RandomSource => ({
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
});
