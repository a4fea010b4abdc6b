/** Start of 2015, the epoch of Discord's ids. */
const discordEpochMs = 1_420_070_400_000;

/** Returns the smallest id that an object created at this time can have. */
export const idAt = (epochMs: number): string =>
  (BigInt(Math.max(0, Math.trunc(epochMs) - discordEpochMs)) << 22n).toString();
