import { z } from 'zod';
import { failureKinds } from '../kernel/fault.ts';
import { isObject, renameKey } from '../kernel/plain-object.ts';
import { faultActionSchema } from './fault-action.ts';
import { healthReportSchema } from './health.ts';

/** The lifecycle states of a component. Health is separate. */
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

/** Component ids are unique in the program: `chat-presence`, `twitch-chat`, `obs:main`. */
export const componentIdSchema = z
  .string()
  .min(1)
  .max(120)
  .regex(
    /^[a-z0-9]+(?:[-:.][a-z0-9]+)*$/,
    'A component id consists of lower-case words joined by "-", ":" or "."',
  );

/** A component id in a request. An id of any other form is accepted and answered as unknown. */
export const componentInputSchema = z.object({ id: z.string().min(1).max(120) });

export const failureKindSchema = z.enum(failureKinds);

/** A fault as shown to people: no stack, no cause, secrets removed. */
export const faultViewSchema = z.object({
  code: z.string(),
  kind: failureKindSchema,
  message: z.string(),
  retryable: z.boolean(),
  action: faultActionSchema.nullable(),
  at: z.number(),
});
export type FaultView = z.infer<typeof faultViewSchema>;

/** The event that a desired but not running component waits for. */
export const waitingSchema = z.discriminatedUnion('for', [
  z.object({ for: z.literal('retry'), nextAttemptAt: z.number(), attempt: z.number() }),
  z.object({ for: z.literal('settings'), message: z.string(), action: faultActionSchema.nullable() }),
  z.object({ for: z.literal('sign-in'), message: z.string(), action: faultActionSchema.nullable() }),
  z.object({ for: z.literal('dependency'), componentId: z.string(), message: z.string() }),
  z.object({ for: z.literal('operator'), message: z.string() }),
]);
export type Waiting = z.infer<typeof waitingSchema>;

export const supervisionViewSchema = z.object({
  /** Restarts of any kind since the orchestrator started. */
  restarts: z.number(),
  /** Attempts in the current outage; 0 while the component runs. */
  attempt: z.number(),
  lastFailure: faultViewSchema.nullable(),
  /** Restarts after defects that are still allowed in the window. */
  budget: z.object({ used: z.number(), limit: z.number(), windowMs: z.number() }),
  /** The failures that led to quarantine, newest last. */
  evidence: z.array(faultViewSchema),
});
export type SupervisionView = z.infer<typeof supervisionViewSchema>;

/**
 * The first loss that the audience notices while a component is down, from most to least noticeable: the
 * stream, the chat, the streamer's account (alerts, title, redemptions), the community elsewhere, or none.
 */
export const audienceImpacts = ['stream', 'chat', 'account', 'community', 'none'] as const;
export const audienceImpactSchema = z.enum(audienceImpacts);
export type AudienceImpact = z.infer<typeof audienceImpactSchema>;

/** The reason why a component that could run does not: a command, or the settings. */
export const stoppedBySchema = z.object({
  by: z.enum(['command', 'settings']),
  /** The actor of the command: `window`, `browser`, `api`, or a component. Null when unknown. */
  actor: z.string().nullable(),
  /**
   * The target that undoes it: the component or orchestrator to start, or the settings section that enables
   * it.
   */
  target: z.string(),
  /** Epoch milliseconds; null when unknown. */
  at: z.number().nullable(),
});
export type StoppedBy = z.infer<typeof stoppedBySchema>;

/** A deliberate fault, such as a drill, that explains a component's trouble. */
export const interventionSchema = z.object({
  id: z.string(),
  /** A headline for people: "Drill: OBS crash". */
  title: z.string(),
  since: z.number(),
  /** Time when the fault was cleared; null while it is active. A fault that happens once ends at once. */
  until: z.number().nullable(),
  /** The remedy that ends it; null when it is over. */
  action: faultActionSchema.nullable(),
});
export type InterventionView = z.infer<typeof interventionSchema>;

/** The operator's choice, which the observed state follows. */
export const desiredStateSchema = z.enum(['running', 'stopped']);
export type DesiredState = z.infer<typeof desiredStateSchema>;

export const componentKindSchema = z.enum(['orchestrator', 'bridge', 'component']);

/** Everything that the graph, the tables and the API show of a component. */
export const componentViewSchema = z.object({
  id: z.string(),
  /** Title in the window: "Twitch chat". */
  title: z.string(),
  description: z.string(),
  kind: componentKindSchema,
  /** The orchestrator that owns it; null for an orchestrator. */
  parent: z.string().nullable(),
  /** The platform that it connects to; null for none. */
  platform: z.string().nullable(),
  desired: desiredStateSchema,
  state: lifecycleStateSchema,
  /** Time of the last state change, epoch milliseconds. */
  since: z.number(),
  /** Time when it last reached running; null while it does not run. */
  startedAt: z.number().nullable(),
  health: healthReportSchema,
  waiting: waitingSchema.nullable(),
  /** True while a setting that was never made is missing. Shown as neutral if the component never ran. */
  notSetUp: z.boolean().default(false),
  audience: audienceImpactSchema.default('none'),
  /** The reason why the component is stopped; null while it should run, and when unknown. */
  stoppedBy: stoppedBySchema.nullable().default(null),
  /** Set while a deliberate fault is the reason for the component's own trouble. */
  intervention: interventionSchema.nullable().default(null),
  /** Set while another component's failure is the reason for this one's trouble. */
  cause: z.object({ componentId: z.string(), message: z.string(), since: z.number() }).nullable(),
  supervision: supervisionViewSchema,
  /** Components that this one depends on; `required` dependencies must run first. */
  needs: z.array(z.object({ id: z.string(), required: z.boolean() })),
  /** The most important fact in a few words: "60.0 fps · 0.0 % dropped". Null when there is none. */
  fact: z.string().nullable(),
});
export type ComponentView = z.infer<typeof componentViewSchema>;

/** Returns a schema that also reads components of earlier versions, which stored `wanted` for `desired`. */
export const readsEarlier = <TSchema extends z.ZodType>(component: TSchema) =>
  z.preprocess((value) => (isObject(value) ? renameKey(value, 'wanted', 'desired') : value), component);

/** A component with all its details. */
export const componentDetailSchema = componentViewSchema.extend({
  /** The result of `getStatus()`, with secrets redacted. */
  status: z.record(z.string(), z.unknown()),
  /** Direct and indirect dependents of this component. */
  dependents: z.array(z.string()),
  /** The settings section that configures it; null for none. */
  settingsPath: z.string().nullable(),
});
export type ComponentDetail = z.infer<typeof componentDetailSchema>;

/** An edge of the graph. `requires` points from the dependent to its dependency. */
export const graphEdgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['requires', 'uses', 'events']),
  /** Events per second over the last 10 s, for `events` edges; null for the others. */
  rate: z.number().nullable(),
});
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

/** One root cause among the current problems. */
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

/** The most important line of the product: overall health, root cause, time since, and the best remedy. */
export const verdictSchema = z.object({
  level: healthReportSchema.shape.level,
  /**
   * The first problem and, if there are more, the second: "OBS isn't responding. Discord is down too." Empty
   * in records of earlier versions, whose sentence is complete.
   */
  headline: z.string().default(''),
  /** The remedy for the first problem, and what else it affects; null when there is nothing to add. */
  detail: z.string().nullable().default(null),
  /** Headline and detail in one: "Everything is healthy". */
  sentence: z.string(),
  since: z.number(),
  /** The root cause of the first problem; null when there is no problem. */
  causeId: z.string().nullable(),
  /** Components that have problems only because of the root cause. */
  collateral: z.array(z.string()),
  /** Time of the next retry for the first problem, epoch milliseconds; null when none is scheduled. */
  retryAt: z.number().nullable().default(null),
  /**
   * All root causes, most noticeable for the audience first. Their number is the number of problems
   * everywhere.
   */
  problems: z.array(problemSchema).default([]),
  action: faultActionSchema.nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const commandActions = ['start', 'stop', 'restart'] as const;
export const commandActionSchema = z.enum(commandActions);
export type CommandAction = z.infer<typeof commandActionSchema>;

/** The effects of a command before it runs. */
export const actionPlanSchema = z.object({
  action: commandActionSchema,
  target: z.string(),
  /** In order; steps with the same `wave` run at once. */
  steps: z.array(
    z.object({
      componentId: z.string(),
      title: z.string(),
      operation: z.enum(['start', 'stop']),
      wave: z.number(),
      /** Median of measured durations, milliseconds; null when never measured. */
      expectedMs: z.number().nullable(),
    }),
  ),
  /** Dependents that stop because a required dependency stops. */
  alsoStops: z.array(z.object({ componentId: z.string(), title: z.string() })),
  /** Components that keep running but lose their connection or the data that they observe. */
  losesConnection: z.array(z.object({ componentId: z.string(), title: z.string() })),
  expectedMs: z.number().nullable(),
});
export type ActionPlan = z.infer<typeof actionPlanSchema>;

/** The outcome of a command. `settled` only when the observed state matches the desired state. */
export const commandOutcomeSchema = z.object({
  commandId: z.string(),
  action: commandActionSchema,
  target: z.string(),
  result: z.enum(['settled', 'timed-out', 'failed']),
  /** The observation, in a sentence. */
  message: z.string(),
  elapsedMs: z.number(),
});
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;
