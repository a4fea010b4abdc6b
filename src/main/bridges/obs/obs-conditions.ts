/** The conditions of one connection to OBS: what it says of its health, and why. */
import type { Fault } from '#shared/kernel/index.ts';
import type { ComponentContext, ConditionInput } from '#core/component.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';

/** Above this round trip OBS answers, but something is wrong with the machine or the network. */
const slowAnswerMs = 1_000;

/** The conditions of one connection: set on the component at once, and kept for its next health probe. */
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
  message: password === null ? 'OBS asks for no password' : 'OBS accepted the password',
});

export const silentCondition = (fault: Fault): ConditionInput => ({
  type: 'Answering',
  status: 'false',
  reason: 'Silent',
  message: fault.message,
});

/** Returns the condition for an answer that took this long. */
export const answeringCondition = (latencyMs: number): ConditionInput => {
  const slow = latencyMs > slowAnswerMs;
  return {
    type: 'Answering',
    status: slow ? 'false' : 'true',
    severity: 'degraded',
    reason: slow ? 'Slow' : 'Answers',
    message: slow
      ? `OBS took ${Math.round(latencyMs)} ms to answer: the machine or the network is overloaded`
      : 'OBS answers at once',
  };
};

export const streamCondition = (streaming: ObsState['streaming']): ConditionInput =>
  streaming === 'reconnecting'
    ? {
        type: 'StreamSteady',
        status: 'false',
        severity: 'unhealthy',
        reason: 'Reconnecting',
        message: 'The stream is interrupted: OBS tries to reach the ingest server again',
      }
    : {
        type: 'StreamSteady',
        status: 'true',
        reason: streaming === 'on' ? 'Streaming' : 'NotStreaming',
        message: streaming === 'on' ? 'The stream is up' : 'No stream is interrupted',
      };
