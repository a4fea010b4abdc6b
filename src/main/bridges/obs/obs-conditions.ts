/** The conditions of one OBS connection, with their messages. */
import type { Fault } from '#shared/kernel/index.ts';
import type { ComponentContext, ConditionInput } from '#core/component.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';

/** Round trip above which OBS answers but the machine or the network has a problem. */
const slowAnswerMs = 1_000;

/** Sets the conditions of one connection on the component, and keeps them for its next health probe. */
export class ObsConditions {
  readonly #context: Pick<ComponentContext, 'setCondition'>;
  readonly #byType = new Map<string, ConditionInput>();

  constructor(context: Pick<ComponentContext, 'setCondition'>) {
    this.#context = context;
  }

  set(condition: ConditionInput): void {
    this.#byType.set(condition.type, condition);
    this.#context.setCondition(condition);
  }

  /** Returns the latest condition of each type. */
  all(): readonly ConditionInput[] {
    return [...this.#byType.values()];
  }
}

export const connectedCondition = (subject: ObsSubject): ConditionInput => ({
  type: 'Connected',
  status: 'true',
  reason: 'Identified',
  message: `${subject.title} is connected`,
});

export const lostCondition = (fault: Fault): ConditionInput => ({
  type: 'Connected',
  status: 'false',
  reason: 'ConnectionLost',
  message: fault.message,
});

export const authenticatedCondition = (password: string | null): ConditionInput => ({
  type: 'Authenticated',
  status: 'true',
  reason: password === null ? 'NoPasswordAsked' : 'PasswordAccepted',
  message: password === null ? 'OBS requires no password' : 'OBS accepted the password',
});

export const silentCondition = (fault: Fault): ConditionInput => ({
  type: 'Answering',
  status: 'false',
  reason: 'Silent',
  message: fault.message,
});

/** Returns the condition for an answer with this latency. */
export const answeringCondition = (latencyMs: number): ConditionInput => {
  const slow = latencyMs > slowAnswerMs;
  return {
    type: 'Answering',
    status: slow ? 'false' : 'true',
    severity: 'degraded',
    reason: slow ? 'Slow' : 'Answers',
    message: slow
      ? `OBS took ${Math.round(latencyMs)} ms to answer. The machine or the network is overloaded.`
      : 'OBS is responding',
  };
};

export const streamCondition = (streaming: ObsState['streaming']): ConditionInput =>
  streaming === 'reconnecting'
    ? {
        type: 'StreamSteady',
        status: 'false',
        severity: 'unhealthy',
        reason: 'Reconnecting',
        message: 'The stream is interrupted. OBS is reconnecting to the ingest server.',
      }
    : {
        type: 'StreamSteady',
        status: 'true',
        reason: streaming === 'on' ? 'Streaming' : 'NotStreaming',
        message: streaming === 'on' ? 'OBS is streaming' : 'Not streaming',
      };
