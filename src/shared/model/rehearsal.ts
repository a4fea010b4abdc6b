import { z } from 'zod';
import { outageSchema } from './outage.ts';
import { platformTitle, type ChatPlatform } from './platform.ts';
import { atMostCharacters } from './text-limits.ts';

/** The servers of the rehearsal: each pretends to be a platform, or a side of one. */
export const rehearsalServers = [
  { id: 'twitch', title: 'Twitch chat', spokenOf: 'Twitch chat', chat: 'twitch' },
  { id: 'twitch-platform', title: 'Twitch events and API', spokenOf: platformTitle('twitch'), chat: null },
  { id: 'discord', title: platformTitle('discord'), spokenOf: platformTitle('discord'), chat: 'discord' },
  { id: 'obs', title: platformTitle('obs'), spokenOf: platformTitle('obs'), chat: null },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  /** The name in a drill's: "Twitch access revoked". */
  readonly spokenOf: string;
  /** The platform whose chat it plays; null for one that plays none. */
  readonly chat: ChatPlatform | null;
}[];
export const rehearsalServerSchema = z.enum(rehearsalServers.map(({ id }) => id));
export type RehearsalServer = z.infer<typeof rehearsalServerSchema>;

/** The chat platforms that can be rehearsed: a platform may be connected to without a server that pretends to be it. */
export const rehearsedChatSchema = z.enum(rehearsalServers.flatMap(({ chat }) => chat ?? []));
export type RehearsedChat = z.infer<typeof rehearsedChatSchema>;

/** Returns the entry of a server. */
export const rehearsalServerOf = (id: RehearsalServer): (typeof rehearsalServers)[number] => {
  const found = rehearsalServers.find((server) => server.id === id);
  if (!found) throw new TypeError(`There is no rehearsal server "${id}"`);
  return found;
};

/** What a fault can be told; which of them it takes is in the list of faults. */
export const rehearsalFaultOptionsSchema = z.object({
  /** The WebSocket close code. */
  code: z.coerce.number().int().min(1_000).max(4_999).optional(),
  /** The HTTP status to answer with. */
  status: z.coerce.number().int().min(200).max(599).optional(),
  latencyMs: z.coerce.number().min(0).max(60_000).optional(),
  jitterMs: z.coerce.number().min(0).max(60_000).optional(),
  /** How far a clock is off; negative when it is behind. */
  offsetMs: z.coerce.number().min(-86_400_000).max(86_400_000).optional(),
  retryAfterMs: z.coerce.number().min(0).max(3_600_000).optional(),
  /** How often. */
  times: z.coerce.number().int().min(1).max(1_000).optional(),
  /** A share, 0 to 1. */
  share: z.coerce.number().min(0).max(1).optional(),
  /** What is sent as it is. */
  text: z.string().check(atMostCharacters(4_000)).optional(),
});
export type RehearsalFaultOptions = z.infer<typeof rehearsalFaultOptionsSchema>;

/** A fault that can be switched on. */
export const rehearsalFaultKindSchema = z.object({
  server: rehearsalServerSchema,
  /** Lower-case words joined by "-": `refuse`, `freeze`. */
  fault: z.string(),
  /** Its name for people. */
  title: z.string(),
  /** What it does, in a sentence. */
  description: z.string(),
  /** What should be seen of it, when all works as it should. */
  expect: z.string(),
  /** Whether it stays until it is cleared; the others happen once. */
  lasting: z.boolean(),
  options: z.array(rehearsalFaultOptionsSchema.keyof()),
  /** What an option is when it is left out. */
  defaults: rehearsalFaultOptionsSchema,
});
export type RehearsalFaultKind = z.infer<typeof rehearsalFaultKindSchema>;

/** One time that something was broken on purpose. */
export const disturbanceSchema = z.object({
  id: z.string(),
  server: rehearsalServerSchema,
  fault: z.string(),
  options: rehearsalFaultOptionsSchema,
  by: z.enum(['scenario', 'operator']),
  /** Epoch milliseconds. */
  at: z.number(),
  /** When it was mended; null while it lasts. One that happens once is over at once. */
  until: z.number().nullable(),
});
export type Disturbance = z.infer<typeof disturbanceSchema>;

/** What was broken on purpose beside what the outage ledger has of it. The two know nothing of each other. */
export const ledgerEntrySchema = z.object({
  /**
   * `matched`: the ledger has the outage. `awaited`: it still may. `lived-through`: none was needed. `unseen`: there should
   * have been one. `unexplained`: an outage that nobody caused on purpose.
   */
  verdict: z.enum(['matched', 'awaited', 'lived-through', 'unseen', 'unexplained']),
  disturbance: disturbanceSchema.nullable(),
  outage: outageSchema.nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** A session that was written down, and can be played as a scenario of its id. */
export const recordingSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Epoch milliseconds. */
  recordedAt: z.number(),
  /** Null when the file does not say. */
  durationMs: z.number().nullable(),
  lines: z.number().int().nullable(),
  bytes: z.number().int(),
});
export type Recording = z.infer<typeof recordingSchema>;

/** How texts are kept in a recording: replaced by text of the same length, or kept without names and secrets. */
export const recordedTextsSchema = z.enum(['replaced', 'kept']);

export const recordingStatusSchema = z.object({
  /** The recording that goes on now. */
  active: z
    .object({
      title: z.string(),
      startedAt: z.number(),
      texts: recordedTextsSchema,
      /** What was kept so far, and what came after it was full. */
      moments: z.number().int(),
      leftOut: z.number().int(),
    })
    .nullable(),
  /** Newest first. */
  recordings: z.array(recordingSchema),
  folder: z.string(),
});
export type RecordingStatus = z.infer<typeof recordingStatusSchema>;

const scenarioNameSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** `recorded`: from this machine's own recordings. */
  origin: z.enum(['shipped', 'recorded']),
});

/** What plays, how far it is, and what is broken. */
export const rehearsalStatusSchema = z.object({
  scenario: scenarioNameSchema,
  /** All that can be played, by their names. */
  scenarios: z.array(scenarioNameSchema),
  /** `waiting` before the curtain, `stopped` while the pretended platforms are switched off. */
  state: z.enum(['stopped', 'waiting', 'playing', 'paused', 'ended']),
  speed: z.number(),
  act: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** Which run through the scenario this is; 0 before the first. */
  run: z.number().int(),
  /** Lines said so far. */
  lines: z.number().int(),
  /** In the scenario's own time. */
  positionMs: z.number(),
  durationMs: z.number(),
  servers: z.array(z.object({ server: rehearsalServerSchema, address: z.string() })),
  faults: z.array(rehearsalFaultKindSchema),
  /** The newest disturbances, oldest first; those with `until: null` are in force. */
  record: z.array(disturbanceSchema),
  /** The record beside the outage ledger, newest first. */
  ledger: z.array(ledgerEntrySchema),
});
export type RehearsalStatus = z.infer<typeof rehearsalStatusSchema>;
