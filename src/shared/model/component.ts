import { z } from 'zod';
import { failureKinds } from '../kernel/fault.ts';
import { faultActionSchema } from './fault-action.ts';
import { healthReportSchema } from './health.ts';

/** What a component does. How well it does it is its health. */
export const lifecycleStates = [
  'idle',
  'starting',
  'running',
  'degraded',
  'stopping',
  'stopped',
  'failed',
  'quarantined',
] as const;
export const lifecycleStateSchema = z.enum(lifecycleStates);
export type LifecycleState = z.infer<typeof lifecycleStateSchema>;

/** Component ids are unique in the whole program: `chat-presence`, `twitch-chat`, `obs:main`. */
export const componentIdSchema = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[a-z0-9]+(?:[-:.][a-z0-9]+)*$/, 'A component id is lower-case words joined by "-", ":" or "."');

/** A component as a request names it. An id of another form is one that nobody has, and is answered as such. */
export const componentInputSchema = z.object({ id: z.string().min(1).max(120) });

export const failureKindSchema = z.enum(failureKinds);

/** A fault as it is shown: no stack, no cause, secrets already taken out. */
export const faultViewSchema = z.object({
  code: z.string(),
  kind: failureKindSchema,
  message: z.string(),
  retryable: z.boolean(),
  action: faultActionSchema.nullable(),
  at: z.number(),
});
export type FaultView = z.infer<typeof faultViewSchema>;

/** What a component that should run and does not is waiting for. */
export const waitingSchema = z.discriminatedUnion('for', [
  z.object({ for: z.literal('retry'), nextAttemptAt: z.number(), attempt: z.number() }),
  z.object({ for: z.literal('settings'), message: z.string(), action: faultActionSchema.nullable() }),
  z.object({ for: z.literal('sign-in'), message: z.string(), action: faultActionSchema.nullable() }),
  z.object({ for: z.literal('dependency'), componentId: z.string(), message: z.string() }),
  z.object({ for: z.literal('operator'), message: z.string() }),
]);
export type Waiting = z.infer<typeof waitingSchema>;

export const supervisionViewSchema = z.object({
  /** Restarts since the orchestrator was started, of any kind. */
  restarts: z.number(),
  /** Attempts in the present outage; 0 while it runs. */
  attempt: z.number(),
  lastFailure: faultViewSchema.nullable(),
  /** Restarts after defects still allowed in the window. */
  budget: z.object({ used: z.number(), limit: z.number(), windowMs: z.number() }),
  /** Failures that led to quarantine, newest last. */
  evidence: z.array(faultViewSchema),
});
export type SupervisionView = z.infer<typeof supervisionViewSchema>;

/**
 * What the audience loses first while a component is down, from what it notices most to nothing at all: the stream itself,
 * the chat, what the streamer's account brings (alerts, title, redemptions), or the community elsewhere.
 */
export const audienceImpacts = ['stream', 'chat', 'account', 'community', 'none'] as const;
export const audienceImpactSchema = z.enum(audienceImpacts);
export type AudienceImpact = z.infer<typeof audienceImpactSchema>;

/** Why a component that ran, or could run, does not: a command, or the settings. */
export const stoppedBySchema = z.object({
  by: z.enum(['command', 'settings']),
  /** Who gave the command: `window`, `browser`, `api`, or a component. Null when that is unknown. */
  actor: z.string().nullable(),
  /** What undoes it: the component or orchestrator to start again, or the settings section that switches it on. */
  target: z.string(),
  /** Epoch milliseconds; null when that is unknown. */
  at: z.number().nullable(),
});
export type StoppedBy = z.infer<typeof stoppedBySchema>;

/** Something broken on purpose, such as a drill, that explains a component's trouble. */
export const interventionSchema = z.object({
  id: z.string(),
  /** A headline for people: "Drill: OBS crash". */
  title: z.string(),
  since: z.number(),
  /** When it was undone; null while it lasts. One that happens once is over at once. */
  until: z.number().nullable(),
  /** What ends it; null when it is over. */
  action: faultActionSchema.nullable(),
});
export type InterventionView = z.infer<typeof interventionSchema>;

export const componentKindSchema = z.enum(['orchestrator', 'bridge', 'component']);

/** Everything the graph, the tables and the API show of a component. */
export const componentViewSchema = z.object({
  id: z.string(),
  /** Words for people: "Twitch chat". */
  title: z.string(),
  description: z.string(),
  kind: componentKindSchema,
  /** The orchestrator that owns it; null for an orchestrator itself. */
  parent: z.string().nullable(),
  /** The platform that it connects to; null when it connects to none. */
  platform: z.string().nullable(),
  wanted: z.enum(['running', 'stopped']),
  state: lifecycleStateSchema,
  /** When the state last changed, epoch milliseconds. */
  since: z.number(),
  /** When it last reached running; null while it does not run. */
  startedAt: z.number().nullable(),
  health: healthReportSchema,
  waiting: waitingSchema.nullable(),
  /** True while it is missing a setting that nobody has made yet. Neutral as long as it never ran. */
  notSetUp: z.boolean().default(false),
  audience: audienceImpactSchema.default('none'),
  /** Who or what keeps it from running; null while it should run, and when that is unknown. */
  stoppedBy: stoppedBySchema.nullable().default(null),
  /** Set while something broken on purpose is the reason for this one's own trouble. */
  intervention: interventionSchema.nullable().default(null),
  /** Set while another component's failure is the reason for this one's trouble. */
  cause: z.object({ componentId: z.string(), message: z.string(), since: z.number() }).nullable(),
  supervision: supervisionViewSchema,
  /** Components this one needs; `required` ones must run before it may. */
  needs: z.array(z.object({ id: z.string(), required: z.boolean() })),
  /** The one fact that matters, in a few words: "60.0 fps · 0.0 % dropped". Null when there is none. */
  fact: z.string().nullable(),
});
export type ComponentView = z.infer<typeof componentViewSchema>;

/** A component with all its facts. */
export const componentDetailSchema = componentViewSchema.extend({
  /** What `getStatus()` said, secrets redacted. */
  status: z.record(z.string(), z.unknown()),
  /** Components that need this one, directly or through others. */
  dependents: z.array(z.string()),
  /** The settings section that configures it; null when it has none. */
  settingsPath: z.string().nullable(),
});
export type ComponentDetail = z.infer<typeof componentDetailSchema>;

/** An edge of the graph. `requires` points from the one that needs to the one needed. */
export const graphEdgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['requires', 'uses', 'events']),
  /** Events per second over the last 10 s, for `events` edges; null for the others. */
  rate: z.number().nullable(),
});
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

/** One root cause among the present problems. */
export const problemSchema = z.object({
  /** The component at the end of the chain of blockers. */
  componentId: z.string(),
  title: z.string(),
  level: healthReportSchema.shape.level,
  /** One short sentence without a full stop: "OBS isn't responding". */
  headline: z.string(),
  /** Epoch milliseconds. */
  since: z.number(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The most important line of the product: the overall health, the root cause, since when, and the best thing to do. */
export const verdictSchema = z.object({
  level: healthReportSchema.shape.level,
  /**
   * The first problem and, when there are more, the second: "OBS isn't responding. Discord is down too." Empty in what
   * earlier versions kept, where the sentence says it all.
   */
  headline: z.string().default(''),
  /** What to do about the first problem, and what else it affects; null when there is nothing to add. */
  detail: z.string().nullable().default(null),
  /** Headline and detail in one: "Everything is healthy". */
  sentence: z.string(),
  since: z.number(),
  /** The root cause of the first problem; null when there is no problem. */
  causeId: z.string().nullable(),
  /** Components that are in trouble only because of the root cause. */
  collateral: z.array(z.string()),
  /** When the first problem is retried next, epoch milliseconds; null when nothing is scheduled. */
  retryAt: z.number().nullable().default(null),
  /** All root causes, what the audience notices most first. Their number is the number of problems, everywhere. */
  problems: z.array(problemSchema).default([]),
  action: faultActionSchema.nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const commandActions = ['start', 'stop', 'restart'] as const;
export const commandActionSchema = z.enum(commandActions);
export type CommandAction = z.infer<typeof commandActionSchema>;

/** What a command will do, before it is done. */
export const actionPlanSchema = z.object({
  action: commandActionSchema,
  target: z.string(),
  /** In order; entries with the same `wave` happen at once. */
  steps: z.array(
    z.object({
      componentId: z.string(),
      title: z.string(),
      operation: z.enum(['start', 'stop']),
      wave: z.number(),
      /** From measured history, milliseconds; null when it was never measured. */
      expectedMs: z.number().nullable(),
    }),
  ),
  /** Dependents that will be without something they require. */
  goesDark: z.array(z.object({ componentId: z.string(), title: z.string() })),
  /** Components that keep running and lose their connection, or what they observe, for lack of what is stopped. */
  losesConnection: z.array(z.object({ componentId: z.string(), title: z.string() })),
  expectedMs: z.number().nullable(),
});
export type ActionPlan = z.infer<typeof actionPlanSchema>;

/** How a command ended. It is settled only when what is observed agrees with what was wanted. */
export const commandOutcomeSchema = z.object({
  commandId: z.string(),
  action: commandActionSchema,
  target: z.string(),
  result: z.enum(['settled', 'timed-out', 'failed']),
  /** What was observed, in a sentence. */
  message: z.string(),
  elapsedMs: z.number(),
});
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;
