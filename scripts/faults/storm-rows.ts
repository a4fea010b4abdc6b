import { chatBridgePolicy } from '#main/orchestrators/chat-presence/manifest.ts';
import { backoffDelay, createSeededRandom, type RandomSource } from '#shared/kernel/index.ts';
import { Findings, seconds, type FaultRow } from './row.ts';

const copies = 500;
const minuteMs = 60_000;
/** As in the reachability probe: while a wait is longer than this, the server is probed within this time. */
const worthwhileWaitMs = 3_000;
const probe = { leastMs: 500, withinMs: 4_000 };

interface Attempts {
  /** Times of connection attempts. */
  readonly connections: readonly number[];
  /** Times of probes, which are TCP connections and nothing more. */
  readonly probes: readonly number[];
}

const probeGap = (random: RandomSource): number =>
  probe.leastMs + random.next() * (probe.withinMs - probe.leastMs);

/** Simulates the load of one copy of Cuelight on a server that is down from the start. */
const attemptsOf = (outageMs: number, random: RandomSource): Attempts => {
  const connections: number[] = [];
  const probes: number[] = [];
  let at = 0;
  let probeAt = 0;
  for (let failures = 1; ; failures++) {
    const next = at + backoffDelay(chatBridgePolicy.backoff, failures, random);
    for (probeAt = Math.max(probeAt, at + probeGap(random)); probeAt < Math.min(next, outageMs);) {
      if (next - probeAt > worthwhileWaitMs) probes.push(probeAt);
      probeAt += probeGap(random);
    }
    at = next;
    if (at >= outageMs) return { connections, probes };
    connections.push(at);
  }
};

/** Milliseconds from the end of an outage until Cuelight notices it, by an attempt or a successful probe. */
const returnAfter = (outageMs: number, random: RandomSource): number => {
  const after = outageMs + 2 * minuteMs;
  const { connections, probes } = attemptsOf(after, random);
  const next = [...connections, ...probes].filter((at) => at >= outageMs);
  return Math.min(...next) - outageMs;
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

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? NaN;

const simulate = (seed: number, outageMs: number): readonly Attempts[] =>
  Array.from({ length: copies }, (_, copy) => attemptsOf(outageMs, createSeededRandom(seed * 10_000 + copy)));

const judgePeak = (findings: Findings, what: string, times: readonly number[], outageMs: number): void => {
  const mean = times.length / (outageMs / 1_000);
  const peak = mostWithin(times, 1_000);
  findings.note(
    `${what} ${times.length}, peak ${peak} in 1 s, mean ${mean.toFixed(1)}, ratio ${(peak / mean).toFixed(1)}`,
  );
  findings.expect(peak <= 3 * mean, `the peak of ${what} is at most three times the mean`);
};

export const stormRows: readonly FaultRow[] = [
  {
    id: 'T27',
    expected: 'outage of 60 s, 500 copies: peak attempts in 1 s <= 3x the mean; of 30 min: waits reach 60 s',
    run: (seed) => {
      const findings = new Findings();
      const minute = simulate(seed, minuteMs);
      judgePeak(
        findings,
        'attempts',
        minute.flatMap(({ connections }) => connections),
        minuteMs,
      );
      judgePeak(
        findings,
        'attempts and probes',
        minute.flatMap(({ connections, probes }) => [...connections, ...probes]),
        minuteMs,
      );
      const long = simulate(seed, 30 * minuteMs);
      const late = long.flatMap(({ connections }) => connections.filter((at) => at > 20 * minuteMs));
      const perMinute = late.length / copies / 10;
      findings.note(`after 20 min ${perMinute.toFixed(1)} attempts per minute each`);
      findings.expect(perMinute < 3, 'the attempt rate falls during a long outage');
      findings.expect(chatBridgePolicy.backoff.capMs === minuteMs, 'the longest wait is 60 s');
      return Promise.resolve(findings.outcome());
    },
  },
  {
    id: 'T26',
    expected: 'network back to the attempt that finds it, after 5 s to 30 min: p50 <= 1.5 s, p99 <= 8 s',
    run: (seed) => {
      const findings = new Findings();
      for (const outageMs of [5_000, 30_000, minuteMs, 10 * minuteMs, 30 * minuteMs]) {
        const returns = Array.from({ length: copies }, (_, copy) =>
          returnAfter(outageMs, createSeededRandom(seed * 10_000 + copy)),
        );
        const [half, most] = [quantile(returns, 0.5), quantile(returns, 0.99)];
        findings.note(`${outageMs / 1_000} s: p50 ${seconds(half)}, p99 ${seconds(most)}`);
        findings.expect(half <= 1_500, `half of all are back within 1.5 s after ${outageMs / 1_000} s`);
        findings.expect(most <= 8_000, `nearly all are back within 8 s after ${outageMs / 1_000} s`);
      }
      return Promise.resolve(findings.outcome());
    },
  },
];
