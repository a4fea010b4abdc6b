/** The first second of 2015, from which Discord's ids count. */
const discordEpochMs = 1_420_070_400_000;

/** The smallest id that something made at this instant can have. */
export const idAt = (epochMs: number): string =>
  (BigInt(Math.max(0, Math.trunc(epochMs) - discordEpochMs)) << 22n).toString();
