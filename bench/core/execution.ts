import {
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import Opossum from 'opossum';
import { CircuitBreaker } from '#core/execution/circuit-breaker.ts';
import { execute } from '#core/execution/safe-execute.ts';
import { createSeededRandom, createSystemClock, Fault } from '#shared/kernel/index.ts';
import { againstLimit, againstRival, compare, type Loop } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { assertSame } from '../measure/same.ts';

const limitMs = 10_000;

/** The function under test: returns at once, or fails a given number of times. */
const createService = () => {
  let failures = 0;
  return {
    failNext: (times: number): void => {
      failures = times;
    },
    call: async (value: number): Promise<number> => {
      if (failures > 0) {
        failures -= 1;
        throw new Fault('bench.away', 'away', { kind: 'transient' });
      }
      return value + 1;
    },
  };
};

const createOurs = (service: ReturnType<typeof createService>) => {
  const clock = createSystemClock();
  const environment = { clock, random: createSeededRandom(1) };
  const options = {
    timeoutMs: limitMs,
    retry: { attempts: 3, baseMs: 1, capMs: 2 },
    breaker: new CircuitBreaker({ name: 'bench', clock, failures: 5 }),
  };
  return async (value: number): Promise<number | null> => {
    const result = await execute('bench', () => service.call(value), options, environment);
    return result.ok ? result.value : null;
  };
};

const createOpossum = (service: ReturnType<typeof createService>) => {
  const breaker = new Opossum((value: number) => service.call(value), { timeout: limitMs });
  return {
    call: async (value: number): Promise<number | null> => breaker.fire(value).catch(() => null),
    end: () => breaker.shutdown(),
  };
};

const createCockatiel = (service: ReturnType<typeof createService>) => {
  const policy = wrap(
    retry(handleAll, { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 1, maxDelay: 2 }) }),
    circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(5) }),
    timeout(limitMs, TimeoutStrategy.Aggressive),
  );
  return async (value: number): Promise<number | null> =>
    policy.execute(() => service.call(value)).catch(() => null);
};

const loopOf =
  (call: (value: number) => Promise<unknown>): Loop =>
  async (times) => {
    let last: unknown;
    for (let each = 0; each < times; each++) last = await call(each);
    return last;
  };

export const benchExecution = async ({ print, wants }: BenchContext): Promise<void> => {
  if (!wants('T4')) return;
  const services = { ours: createService(), opossum: createService(), cockatiel: createService() };
  const ours = createOurs(services.ours);
  const opossum = createOpossum(services.opossum);
  const cockatiel = createCockatiel(services.cockatiel);

  const answers = async (call: (value: number) => Promise<unknown>): Promise<unknown[]> =>
    Promise.all([0, 1, 2].map(call));
  assertSame('answers', [
    ['ours', await answers(ours)],
    ['opossum', await answers(opossum.call)],
    ['cockatiel', await answers(cockatiel)],
  ]);
  services.ours.failNext(2);
  services.cockatiel.failNext(2);
  assertSame('two failures, then an answer', [
    ['ours', await ours(7)],
    ['cockatiel', await cockatiel(7)],
  ]);
  // Opossum does not retry, so three failures in a row are not compared.
  services.ours.failNext(3);
  services.opossum.failNext(1);
  services.cockatiel.failNext(3);
  assertSame('failure', [
    ['ours', await ours(7)],
    ['opossum', await opossum.call(7)],
    ['cockatiel', await cockatiel(7)],
  ]);
  for (const call of [ours, opossum.call, cockatiel]) await call(1);

  const times = await compare({
    ours: loopOf(ours),
    opossum: loopOf(opossum.call),
    cockatiel: loopOf(cockatiel),
  });
  opossum.end();
  const what = 'a call with time limit, retry and breaker';
  print(againstLimit('T4', what, times.ours, 'ns', 400));
  print(againstRival('T4', what, times.ours, 'opossum', times.opossum, 'ns', 3));
  print(againstRival('T4', what, times.ours, 'cockatiel', times.cockatiel, 'ns', 35));
};
