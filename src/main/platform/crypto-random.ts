import { randomBytes } from 'node:crypto';
import type { RandomSource } from '#shared/kernel/index.ts';

/** Chance that nobody can foresee, for ids and jitter. */
export const createCryptoRandom = (): RandomSource => ({
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
});
