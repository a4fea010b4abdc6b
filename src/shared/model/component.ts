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
  platform: z.enum(['twitch', 'discord', 'obs']).nullable(),
  wanted: z.enum(['running', 'stopped']),
  state: lifecycleStateSchema,
  /** When the state last changed, epoch milliseconds. */
  since: z.number(),
  /** When it last reached running; null while it does not run. */
  startedAt: z.number().nullable(),
  health: healthReportSchema,
  waiting: waitingSchema.nullable(),
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

/** The most important line of the product: how the show is, why, since when, and the one best thing to do. */
export const verdictSchema = z.object({
  level: healthReportSchema.shape.level,
  /** One sentence: "All well", or "Chat is silent: Twitch refused the sign-in". */
  sentence: z.string(),
  since: z.number(),
  /** The component that failed first; null when all is well. */
  causeId: z.string().nullable(),
  /** Components that only suffer from the cause. */
  collateral: z.array(z.string()),
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
