import { backoffDelay } from '#core/execution/backoff.ts';
import { chatBridgePolicy } from '#main/orchestrators/chat-presence/index.ts';
import { createSeededRandom } from '#shared/kernel/index.ts';
import { Findings, type FaultRow } from './row.ts';

const copies = 500;
const outageMs = 60_000;

/** When each of many copies of us tries to connect during one outage that begins for all in the same moment. */
const attemptsDuringOutage = (seed: number): readonly number[] => {
  const attempts: number[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const random = createSeededRandom(seed * 10_000 + copy);
    let at = 0;
    for (let failures = 1; ; failures++) {
      at += backoffDelay(chatBridgePolicy.backoff, failures, random);
      if (at >= outageMs) break;
      attempts.push(at);
    }
  }
  return attempts;
};

const mostWithin = (times: readonly number[], windowMs: number): number => {
  const sorted = times.toSorted((left, right) => left - right);
  let most = 0;
  let first = 0;
  for (const [index, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

export const stormRows: readonly FaultRow[] = [
  {
    id: 'T27',
    expected: 'outage of 60 s, 500 copies: peak attempts in 1 s <= 3x the mean',
    run: (seed) => {
      const findings = new Findings();
      const attempts = attemptsDuringOutage(seed);
      const mean = attempts.length / (outageMs / 1_000);
      const peak = mostWithin(attempts, 1_000);
      findings.note(
        `${attempts.length} attempts, peak ${peak} in 1 s, mean ${mean.toFixed(1)}, ratio ${(peak / mean).toFixed(1)}`,
      );
      findings.expect(peak <= 3 * mean, 'the peak is at most three times the mean');
      return Promise.resolve(findings.outcome());
    },
  },
];
