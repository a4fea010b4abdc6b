import { z } from 'zod';

export const gatewayOps = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

export const gatewayCloses = {
  unknownOpcode: 4_001,
  decodeError: 4_002,
  notAuthenticated: 4_003,
  authenticationFailed: 4_004,
  alreadyAuthenticated: 4_005,
  invalidSequence: 4_007,
  rateLimited: 4_008,
  sessionTimedOut: 4_009,
  invalidShard: 4_010,
  invalidVersion: 4_012,
  invalidIntents: 4_013,
  disallowedIntents: 4_014,
} as const;

export const intentBits = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  messageContent: 1 << 15,
} as const;

/** Every intent that exists; any other bit is an error. */
export const knownIntents = 0b11_0011_0001_1111_1111_1111_1111;

export const frameSchema = z.object({ op: z.number().int(), d: z.unknown() });

export const identifySchema = z.object({
  token: z.string(),
  intents: z.number().int().min(0),
  properties: z.object({ os: z.string(), browser: z.string(), device: z.string() }),
  shard: z.tuple([z.number().int().min(0), z.number().int().min(1)]).optional(),
});

export const resumeSchema = z.object({
  token: z.string(),
  session_id: z.string(),
  seq: z.number().int().min(0),
});

/** Parses a client's frame; null when it is too long, is not JSON, or is not a frame. */
export const parseFrame = (raw: string): z.infer<typeof frameSchema> | null => {
  if (Buffer.byteLength(raw) > 4_096) return null;
  try {
    const parsed = frameSchema.safeParse(JSON.parse(raw));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
