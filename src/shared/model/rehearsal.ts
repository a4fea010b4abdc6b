import { z } from 'zod';
import { outageSchema } from './outage.ts';
import { platformTitle, type ChatPlatform } from './platform.ts';
import { atMostCharacters } from './text-limits.ts';

/** The servers of the rehearsal: each simulates a platform, or one side of it. */
export const rehearsalServers = [
  { id: 'twitch', title: 'Twitch chat', spokenOf: 'Twitch chat', chat: 'twitch' },
  { id: 'twitch-platform', title: 'Twitch events and API', spokenOf: platformTitle('twitch'), chat: null },
  { id: 'discord', title: platformTitle('discord'), spokenOf: platformTitle('discord'), chat: 'discord' },
  { id: 'obs', title: platformTitle('obs'), spokenOf: platformTitle('obs'), chat: null },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  /** The name in a drill's title: "Twitch access revoked". */
  readonly spokenOf: string;
  /** The platform whose chat it simulates; null for none. */
  readonly chat: ChatPlatform | null;
}[];
export const rehearsalServerSchema = z.enum(rehearsalServers.map(({ id }) => id));
export type RehearsalServer = z.infer<typeof rehearsalServerSchema>;

/** The chat platforms that can be rehearsed. A platform may lack a server that simulates it. */
export const rehearsedChatSchema = z.enum(rehearsalServers.flatMap(({ chat }) => chat ?? []));
export type RehearsedChat = z.infer<typeof rehearsedChatSchema>;

/** Returns the entry of a server. */
export const rehearsalServerOf = (id: RehearsalServer): (typeof rehearsalServers)[number] => {
  const found = rehearsalServers.find((server) => server.id === id);
  if (!found) throw new TypeError(`There is no rehearsal server "${id}"`);
  return found;
};

/** The options of faults. The list of faults says which options each fault takes. */
export const rehearsalFaultOptionsSchema = z.object({
  /** The WebSocket close code. */
  code: z.coerce.number().int().min(1_000).max(4_999).optional(),
  /** The HTTP status to answer with. */
  status: z.coerce.number().int().min(200).max(599).optional(),
  latencyMs: z.coerce.number().min(0).max(60_000).optional(),
  jitterMs: z.coerce.number().min(0).max(60_000).optional(),
  /** Milliseconds that a clock is off; negative when it is slow. */
  offsetMs: z.coerce.number().min(-86_400_000).max(86_400_000).optional(),
  retryAfterMs: z.coerce.number().min(0).max(3_600_000).optional(),
  /** Number of repetitions. */
  times: z.coerce.number().int().min(1).max(1_000).optional(),
  /** A share, 0 to 1. */
  share: z.coerce.number().min(0).max(1).optional(),
  /** Text that is sent unchanged. */
  text: z.string().check(atMostCharacters(4_000)).optional(),
});
export type RehearsalFaultOptions = z.infer<typeof rehearsalFaultOptionsSchema>;

/** A fault that can be injected. */
export const rehearsalFaultKindSchema = z.object({
  server: rehearsalServerSchema,
  /** Lower-case words joined by "-": `refuse`, `freeze`. */
  fault: z.string(),
  /** Title in the window. */
  title: z.string(),
  /** The effect, in a sentence. */
  description: z.string(),
  /** The expected behaviour of Cuelight when it handles the fault correctly. */
  expect: z.string(),
  /** True when the fault lasts until it is cleared; other faults happen once. */
  lasting: z.boolean(),
  options: z.array(rehearsalFaultOptionsSchema.keyof()),
  /** Default values of the options. */
  defaults: rehearsalFaultOptionsSchema,
});
export type RehearsalFaultKind = z.infer<typeof rehearsalFaultKindSchema>;

/** One injected fault. */
export const disturbanceSchema = z.object({
  id: z.string(),
  server: rehearsalServerSchema,
  fault: z.string(),
  options: rehearsalFaultOptionsSchema,
  by: z.enum(['scenario', 'operator']),
  /** Epoch milliseconds. */
  at: z.number(),
  /** Time when the fault was cleared; null while it is active. A fault that happens once ends at once. */
  until: z.number().nullable(),
});
export type Disturbance = z.infer<typeof disturbanceSchema>;

/** An injected fault next to the matching record of the outage ledger. Neither knows about the other. */
export const ledgerEntrySchema = z.object({
  /**
   * `matched`: the ledger has the outage. `awaited`: it may still follow. `lived-through`: none was expected.
   * `unseen`: an expected outage is missing. `unexplained`: an outage without an injected fault.
   */
  verdict: z.enum(['matched', 'awaited', 'lived-through', 'unseen', 'unexplained']),
  disturbance: disturbanceSchema.nullable(),
  outage: outageSchema.nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** A recorded session, which can be played as a scenario with its id. */
export const recordingSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Epoch milliseconds. */
  recordedAt: z.number(),
  /** Null when the file does not contain it. */
  durationMs: z.number().nullable(),
  lines: z.number().int().nullable(),
  bytes: z.number().int(),
});
export type Recording = z.infer<typeof recordingSchema>;

/**
 * The treatment of texts in a recording: replaced by text of the same length, or kept with names and secrets
 * removed.
 */
export const recordedTextsSchema = z.enum(['replaced', 'kept']);

export const recordingStatusSchema = z.object({
  /** The recording in progress. */
  active: z
    .object({
      title: z.string(),
      startedAt: z.number(),
      texts: recordedTextsSchema,
      /** Number of recorded moments, and of moments that came after the recording was full. */
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
  /** `recorded`: from a recording on this machine. */
  origin: z.enum(['shipped', 'recorded']),
});

/** The scenario in progress, its position, and the active faults. */
export const rehearsalStatusSchema = z.object({
  scenario: scenarioNameSchema,
  /** All scenarios that can be played, by name. */
  scenarios: z.array(scenarioNameSchema),
  /** `waiting` before the start, `stopped` while the simulated platforms are switched off. */
  state: z.enum(['stopped', 'waiting', 'playing', 'paused', 'ended']),
  speed: z.number(),
  act: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** Number of the current run through the scenario; 0 before the first. */
  run: z.number().int(),
  /** Number of lines played so far. */
  lines: z.number().int(),
  /** Position in the scenario's own time. */
  positionMs: z.number(),
  durationMs: z.number(),
  servers: z.array(z.object({ server: rehearsalServerSchema, address: z.string() })),
  faults: z.array(rehearsalFaultKindSchema),
  /** The newest injected faults, oldest first. A fault with `until: null` is active. */
  record: z.array(disturbanceSchema),
  /** The record next to the outage ledger, newest first. */
  ledger: z.array(ledgerEntrySchema),
});
export type RehearsalStatus = z.infer<typeof rehearsalStatusSchema>;
