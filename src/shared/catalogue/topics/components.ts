import { z } from 'zod';
import { renameKey } from '../../kernel/index.ts';
import {
  commandActionSchema,
  desiredStateSchema,
  failureKindSchema,
  faultViewSchema,
  healthLevelSchema,
  levelWords,
  lifecycleStateSchema,
  type EventData,
  type EventRecord,
  type LifecycleState,
} from '../../model/index.ts';
import { ownTopic, read, topic } from './define.ts';

/** The title of the component or orchestrator that an event is about. */
interface Titled {
  readonly title: string;
}

/** The message of a fault: it may quote a library, so it belongs in the sentence and not in the data. */
interface WithReason extends Titled {
  readonly reason: string;
}

const seconds = (ms: number): string =>
  ms < 950 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;

const stateWords: Readonly<Record<LifecycleState, string>> = {
  idle: 'is idle',
  starting: 'is starting',
  running: 'is running',
  degraded: 'is running with problems',
  stopping: 'is stopping',
  stopped: 'has stopped',
  failed: 'has failed',
  quarantined: 'is disabled after crashes',
};

/** `parent` is omitted for an orchestrator. */
const ownership = { desired: desiredStateSchema, parent: z.string().nullable().optional() };

/** Version 0.1 stored `wanted: true` and `wanted: false`. */
const upcastOwnership = (data: EventData): EventData =>
  renameKey(data, 'wanted', 'desired', (wanted) => (wanted === true ? 'running' : 'stopped'));

export const componentStateChanged = ownTopic('component.state-changed', {
  title: 'State changed',
  level: ({ to }) =>
    to === 'failed' || to === 'quarantined' ? 'error' : to === 'degraded' ? 'warning' : 'info',
  data: z.object({ ...ownership, from: lifecycleStateSchema, to: lifecycleStateSchema }),
  upcast: upcastOwnership,
  sentence: ({ to }, { title }: Titled) => `${title} ${stateWords[to]}`,
});

export const componentHealthChanged = ownTopic('component.health-changed', {
  title: 'Health changed',
  level: ({ to }) =>
    to === 'healthy' || to === 'unknown' ? 'info' : to === 'degraded' ? 'warning' : 'error',
  data: z.object({ ...ownership, from: healthLevelSchema, to: healthLevelSchema }),
  upcast: upcastOwnership,
  sentence: ({ to }, { title, summary }: Titled & { readonly summary: string }) =>
    to === 'healthy' ? `${title} is healthy` : `${title} is ${levelWords[to].toLowerCase()}: ${summary}`,
});

export const componentFailed = ownTopic('component.failed', {
  title: 'Component failed',
  level: 'error',
  // Besides the code, the data contains the fault's details.
  data: z.looseObject({ code: z.string(), kind: failureKindSchema, attempt: z.number() }),
  sentence: (_, { title, reason }: WithReason) => `${title} failed: ${reason}`,
});

export const componentRecovered = ownTopic('component.recovered', {
  title: 'Component recovered',
  data: z.object({ lastedMs: z.number(), attempts: z.number() }),
  sentence: ({ lastedMs }, { title }: Titled) => `${title} is running again after ${seconds(lastedMs)}`,
});

export const componentRetryScheduled = ownTopic('component.retry-scheduled', {
  title: 'Retry scheduled',
  level: 'debug',
  data: z.object({ delayMs: z.number(), attempt: z.number() }),
  sentence: ({ delayMs }, { title }: Titled) => `${title} retries in ${seconds(delayMs)}`,
});

export const componentQuarantined = ownTopic('component.quarantined', {
  title: 'Component disabled after crashes',
  level: 'error',
  data: z.object({ evidence: z.array(faultViewSchema) }),
  sentence: ({ evidence }, { title }: Titled) =>
    `${title} failed ${evidence.length} times because of a defect and is disabled until you start it`,
});

export const componentNotSetUp = ownTopic('component.not-set-up', {
  title: 'Component not set up',
  data: z.object({ code: z.string() }),
  sentence: (_, { title, reason }: WithReason) => `${title} is not set up: ${reason}`,
});

export const componentHung = ownTopic('component.hung', {
  title: 'Component hung',
  level: 'error',
  data: z.object({}),
  sentence: (_, { title }: Titled) =>
    `${title} ignores its stop signal and cannot start again until it has ended`,
});

export const componentCleanupFailed = ownTopic('component.cleanup-failed', {
  title: 'Clean-up failed',
  level: 'warning',
  data: z.object({ code: z.string() }),
  sentence: (_, { title, reason }: WithReason) => `${title} did not shut down cleanly: ${reason}`,
});

const componentStartSchema = z.object({
  componentId: z.string(),
  outcome: z.enum(['running', 'failed', 'waiting', 'switched-off']),
  beganAfterMs: z.number().nullable(),
  tookMs: z.number().nullable(),
  fault: faultViewSchema.nullable(),
  waitsFor: z.string().nullable(),
});

const isMissing = ({ outcome }: z.infer<typeof componentStartSchema>): boolean =>
  outcome === 'failed' || outcome === 'waiting';

export const orchestratorStarted = ownTopic('orchestrator.started', {
  title: 'Orchestrator started',
  level: ({ components }) => (components.some(isMissing) ? 'warning' : 'info'),
  data: z.object({
    outcome: z.enum(['running', 'degraded']),
    tookMs: z.number(),
    components: z.array(componentStartSchema),
  }),
  sentence: ({ components }, { title, missing }: Titled & { readonly missing: string }) =>
    components.some(isMissing) ? `${title} started without ${missing}` : `${title} started`,
});

export const orchestratorStartFailed = ownTopic('orchestrator.start-failed', {
  title: 'Start failed',
  level: 'error',
  data: z.object({ code: z.string() }),
  sentence: (_, { title, failed, reason }: WithReason & { readonly failed: string }) =>
    `${title} could not start and was rolled back: ${failed} failed. ${reason}`,
});

export const orchestratorStopped = ownTopic('orchestrator.stopped', {
  title: 'Orchestrator stopped',
  level: ({ faults }) => (faults.length === 0 ? 'info' : 'warning'),
  data: z.object({
    tookMs: z.number(),
    faults: z.array(z.object({ componentId: z.string(), code: z.string(), message: z.string() })),
  }),
  sentence: ({ faults }, { title }: Titled) =>
    faults.length === 0 ? `${title} has stopped` : `${title} has stopped with ${faults.length} problems`,
});

const given = {
  commandId: z.string(),
  action: commandActionSchema,
  target: z.string(),
  /** Omitted when the program itself gave the command. */
  actor: z.string().optional(),
};
const ended = z.object({ ...given, elapsedMs: z.number() });

export const commandAccepted = ownTopic('command.accepted', {
  title: 'Command accepted',
  data: z.object(given),
  sentence: ({ action }, { title }: Titled) => `Command accepted: ${action} ${title}`,
});

const commandEnd = (result: 'settled' | 'timed-out' | 'failed', title: string) =>
  ownTopic(`command.${result}`, {
    title,
    level: result === 'settled' ? 'info' : 'warning',
    data: ended,
    sentence: ({ action }, words: WithReason) => `Command to ${action} ${words.title}: ${words.reason}`,
  });

/** The topics for the end of a command, by result. */
export const commandEnds = {
  settled: commandEnd('settled', 'Command settled'),
  'timed-out': commandEnd('timed-out', 'Command timed out'),
  failed: commandEnd('failed', 'Command failed'),
};

/** The topics of a command from its acceptance to its end. */
const commandTopics = [commandAccepted, ...Object.values(commandEnds)];

/**
 * Returns the actor of the command that a stored event belongs to; null for a command of the program itself
 * and for other events.
 */
export const commandActorIn = (event: EventRecord): string | null =>
  commandTopics.map((each) => read(each, event)).find((found) => found !== null)?.data.actor ?? null;

const effort = { name: z.string(), attempts: z.number(), tookMs: z.number() };

export const executionSucceeded = ownTopic('execution.succeeded', {
  title: 'Execution succeeded',
  level: 'debug',
  data: z.object(effort),
  sentence: ({ name }) => `${name} succeeded`,
});

export const executionFailed = ownTopic('execution.failed', {
  title: 'Execution failed',
  level: 'warning',
  data: z.object({ ...effort, code: z.string(), kind: failureKindSchema, fellBack: z.boolean() }),
  sentence: ({ name }, { reason }: { readonly reason: string }) => `${name} failed: ${reason}`,
});

export const listenerFailed = topic('listener.failed', {
  title: 'Listener failed',
  level: 'error',
  data: z.object({ pattern: z.string(), topic: z.string(), eventId: z.string() }),
  sentence: ({ pattern, topic: heard }, { reason }: { readonly reason: string }) =>
    `A listener for ${pattern} failed on ${heard}: ${reason}`,
});

export const systemWoke = ownTopic('system.woke', {
  title: 'Machine woke up',
  data: z.object({ reason: z.string() }),
  sentence: ({ reason }) => `Checking all components now: ${reason}`,
});

/** The core's topics of components, orchestrators, commands and the event bus. */
export const componentTopics = [
  componentStateChanged,
  componentHealthChanged,
  componentFailed,
  componentRecovered,
  componentRetryScheduled,
  componentQuarantined,
  componentNotSetUp,
  componentHung,
  componentCleanupFailed,
  orchestratorStarted,
  orchestratorStartFailed,
  orchestratorStopped,
  ...commandTopics,
  executionSucceeded,
  executionFailed,
  listenerFailed,
  systemWoke,
];
