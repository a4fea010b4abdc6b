import type { Component, ConditionInput } from '#core/index.ts';
import { clockJumped, clockTrusted, clockUnconfirmed } from '#shared/catalogue/topics/host.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ClockVerdict } from './clock-trust.ts';
import { describeClock, describeJump, spanInWords } from './clock-words.ts';
import type { TrustedTime } from './trusted-time.ts';

/** Reason codes of the condition by kind of doubt. */
const reasons = {
  jumped: 'ClockJumped',
  contradicted: 'ClockContradicted',
  implausible: 'ClockImplausible',
} as const;

const conditionOf = (verdict: ClockVerdict, wall: number): ConditionInput => {
  const isDoubtful = verdict.trust === 'doubtful';
  const mayConfirm = verdict.trust === 'unconfirmed' || (isDoubtful && verdict.doubt === 'jumped');
  return {
    type: 'Trusted',
    status: isDoubtful ? 'false' : 'true',
    severity: 'degraded',
    reason: isDoubtful ? reasons[verdict.doubt] : verdict.trust === 'trusted' ? 'Agrees' : 'Unconfirmed',
    message: describeClock(verdict, wall),
    ...(mayConfirm && { action: { kind: 'confirm-clock', label: 'The clock is right' } }),
  };
};

/** Creates the component that reports a wrong clock before anything is decided by it. */
export const createClockComponent = (time: TrustedTime, clock: Clock): Component => ({
  initialize: (context) => {
    const { scope, events } = context;
    const report = (verdict: ClockVerdict): void => {
      context.setCondition(conditionOf(verdict, clock.now()));
      if (verdict.trust === 'doubtful') {
        const { doubt, direction, byMs, knownAt, witness } = verdict;
        const sentence = describeJump(verdict, clock.now());
        events.emit(clockJumped({ doubt, direction, byMs, knownAt, witness }, { sentence }));
      } else {
        const sentence = describeClock(verdict, clock.now());
        events.emit(
          verdict.trust === 'trusted' ? clockTrusted({}, { sentence }) : clockUnconfirmed({}, { sentence }),
        );
      }
    };
    scope.use(time.onChange(report), 'clock watch');
    if (time.verdict.trust === 'doubtful') report(time.verdict);
  },
  getHealth: () => [conditionOf(time.verdict, clock.now())],
  getFact: () => {
    const { verdict } = time;
    if (verdict.trust === 'doubtful') return `${spanInWords(verdict.byMs)} ${verdict.direction}`;
    return verdict.trust === 'trusted' ? 'Correct' : 'Not confirmed';
  },
  getStatus: () => ({ ...time.verdict, knownAt: time.latestKnown() }),
});
