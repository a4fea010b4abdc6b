import { z } from 'zod';
import { ownTopic } from './define.ts';

/** The title of the pipeline or step that an event is about. */
interface Titled {
  readonly title: string;
}

interface WithReason extends Titled {
  readonly reason: string;
}

/** A sentence that the plan provides. */
interface Planned {
  readonly sentence: string;
}

const ofRun = { runId: z.string(), pipelineId: z.string() };
const ofStep = { ...ofRun, path: z.string(), key: z.string() };
/** Omitted for a step that never started. */
const effort = { attempts: z.number().optional(), tookMs: z.number().optional() };

export const pipelineStarted = ownTopic('pipeline.started', {
  title: 'Pipeline started',
  data: z.object({ ...ofRun, steps: z.number() }),
  sentence: (_, { title }: Titled) => `${title} started`,
});

export const pipelinePaused = ownTopic('pipeline.paused', {
  title: 'Pipeline paused',
  data: z.object(ofRun),
  sentence: (_, { title }: Titled) => `${title} paused`,
});

export const pipelineResumed = ownTopic('pipeline.resumed', {
  title: 'Pipeline resumed',
  data: z.object(ofRun),
  sentence: (_, { title }: Titled) => `${title} resumed`,
});

export const pipelineFinished = ownTopic('pipeline.finished', {
  title: 'Pipeline finished',
  data: z.object({
    ...ofRun,
    outcome: z.enum(['succeeded', 'failed', 'cancelled']),
    tookMs: z.number(),
  }),
  sentence: ({ outcome }, { title, reason }: Titled & { readonly reason: string | null }) =>
    reason === null ? `${title} ${outcome}` : `${title} ${outcome}: ${reason}`,
});

export const stepStarted = ownTopic('step.started', {
  title: 'Step started',
  level: 'debug',
  data: z.object(ofStep),
  sentence: (_, { sentence }: Planned) => sentence,
});

export const stepProgressed = ownTopic('step.progressed', {
  title: 'Step progressed',
  level: 'debug',
  data: z.object({ ...ofRun, path: z.string(), share: z.number() }),
  sentence: (_, { sentence }: Planned) => sentence,
});

export const stepSucceeded = ownTopic('step.succeeded', {
  title: 'Step succeeded',
  level: 'debug',
  data: z.object({ ...ofStep, ...effort }),
  sentence: (_, { sentence }: Planned) => sentence,
});

export const stepSkipped = ownTopic('step.skipped', {
  title: 'Step skipped',
  data: z.object({ ...ofStep, ...effort }),
  sentence: (_, { title }: Titled) => `${title} was skipped`,
});

export const stepFailed = ownTopic('step.failed', {
  title: 'Step failed',
  level: 'warning',
  data: z.object({ ...ofStep, ...effort, code: z.string() }),
  sentence: (_, { title, reason }: WithReason) => `${title} failed: ${reason}`,
});

export const stepCompensated = ownTopic('step.compensated', {
  title: 'Step undone',
  data: z.object(ofStep),
  sentence: (_, { title }: Titled) => `${title} was undone`,
});

export const stepCompensationFailed = ownTopic('step.compensation-failed', {
  title: 'Step not undone',
  level: 'error',
  data: z.object({ ...ofRun, path: z.string() }),
  sentence: (_, { title, reason }: WithReason) => `${title} could not be undone: ${reason}`,
});

/** The core's topics of pipeline runs and their steps. */
export const pipelineTopics = [
  pipelineStarted,
  pipelinePaused,
  pipelineResumed,
  pipelineFinished,
  stepStarted,
  stepProgressed,
  stepSucceeded,
  stepSkipped,
  stepFailed,
  stepCompensated,
  stepCompensationFailed,
];
