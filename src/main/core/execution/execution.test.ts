import { describe, expect, it } from 'vitest';
import { backoffDelay, createSeededRandom, Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { execute } from './safe-execute.ts';

const transient = (retryAfterMs?: number): Fault =>
  new Fault('test.away', 'The other side is away', {
    kind: 'transient',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
const half = { next: () => 0.5 };
const build = () => {
  const clock = createFakeClock();
  return { clock, environment: { clock, random: createSeededRandom(7) } };
};

describe('backoff', () => {
  it('grows to its cap, and is random between zero and that', () => {
    const backoff = { baseMs: 500, capMs: 60_000 };
    const ceilings = [1, 2, 3, 4, 7, 8, 9, 5_000].map(
      (failures) => backoffDelay(backoff, failures, half) * 2,
    );
    expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backoffDelay(backoff, 3, { next: () => 0 })).toBe(0);
  });

  it('stays on a plateau for as long as most outages last, and grows further after it', () => {
    const backoff = { baseMs: 1_100, capMs: 60_000, plateau: { capMs: 4_500, failures: 30 } };
    const ceilings = [1, 2, 3, 4, 30, 31, 32, 34, 35, 5_000].map(
      (failures) => backoffDelay(backoff, failures, half) * 2,
    );
    expect(ceilings).toEqual([1_100, 2_200, 4_400, 4_500, 4_500, 9_000, 18_000, 60_000, 60_000, 60_000]);
  });

  it('is never shorter than the remote side asked for', () => {
    expect(backoffDelay({ baseMs: 500, capMs: 60_000 }, 1, half, 120_000)).toBe(120_000);
  });
});

describe('safe execution', () => {
  it('returns the value, also null and undefined', async () => {
    const { environment } = build();
    await expect(execute('x', () => null, {}, environment)).resolves.toEqual({ ok: true, value: null });
    await expect(execute('x', async () => undefined, { timeoutMs: 5 }, environment)).resolves.toEqual({
      ok: true,
      value: undefined,
    });
  });

  it('keeps the type, the stack and the cause of the thrown error', async () => {
    const { environment } = build();
    const thrown = new TypeError('x is undefined');
    const result = await execute(
      'x',
      () => {
        throw thrown;
      },
      {},
      environment,
    );
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'defect', cause: thrown, message: 'x is undefined' },
    });
  });

  it('times out, aborts the operation, and drops its late result', async () => {
    const { clock, environment } = build();
    let aborted: unknown = null;
    const result = execute(
      'read stats',
      (signal) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = signal.reason;
            resolve('late');
          });
        }),
      { timeoutMs: 3_000 },
      environment,
    );
    await clock.advance(3_000);
    await expect(result).resolves.toMatchObject({
      ok: false,
      error: { code: 'execute.timed-out', kind: 'transient' },
    });
    expect(aborted).toBeInstanceOf(Fault);
    expect(clock.pending).toBe(0);
  });

  it('retries transient failures after the requested delay', async () => {
    const { clock, environment } = build();
    const times: number[] = [];
    const result = execute(
      'send',
      () => {
        times.push(clock.monotonic());
        if (times.length < 3) throw transient(10_000);
        return 'sent';
      },
      { retry: { attempts: 5 } },
      environment,
    );
    await clock.advance(60_000);
    await expect(result).resolves.toEqual({ ok: true, value: 'sent' });
    expect(times).toEqual([0, 10_000, 20_000]);
  });

  it.each(['authentication', 'configuration', 'defect'] as const)(
    'never retries after a failure of kind %s',
    async (kind) => {
      const { environment } = build();
      let calls = 0;
      await execute(
        'x',
        () => {
          calls++;
          throw new Fault('test.no', 'no', { kind });
        },
        { retry: { attempts: 5 } },
        environment,
      );
      expect(calls).toBe(1);
    },
  );

  it('ends at once when it is cancelled, also between attempts and before the first one', async () => {
    const { clock, environment } = build();
    const controller = new AbortController();
    let calls = 0;
    const options = { retry: { attempts: 9, baseMs: 60_000 }, signal: controller.signal };
    const result = execute(
      'x',
      () => {
        calls++;
        throw transient(30_000);
      },
      options,
      environment,
    );
    await clock.settle();
    controller.abort();
    await expect(result).resolves.toMatchObject({ ok: false, error: { code: 'execute.cancelled' } });
    await expect(execute('x', () => calls++, options, environment)).resolves.toMatchObject({ ok: false });
    expect([calls, clock.pending]).toEqual([1, 0]);
  });

  it('falls back only when all attempts failed', async () => {
    const { environment } = build();
    const trace = { attempts: 0, fellBack: null };
    const result = await execute(
      'x',
      () => {
        throw transient();
      },
      { fallback: (fault) => fault.code },
      environment,
      trace,
    );
    expect(result).toEqual({ ok: true, value: 'test.away' });
    expect(trace).toMatchObject({ attempts: 1, fellBack: { code: 'test.away' } });
  });
});

describe('circuit breaker', () => {
  const failing = () => {
    throw transient();
  };

  it('opens after consecutive failures, allows one trial call after a while, and closes when it succeeds', async () => {
    const { clock, environment } = build();
    const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 3, openMs: 10_000 });
    const call = (operation: () => unknown) => execute('x', operation, { breaker }, environment);
    await call(failing);
    await call(() => 'fine');
    for (let times = 0; times < 3; times++) await call(failing);
    expect(breaker.state).toBe('open');
    let reached = false;
    await expect(
      call(() => {
        reached = true;
      }),
    ).resolves.toMatchObject({
      error: { code: 'circuit.open', retryAfterMs: 10_000 },
    });
    expect(reached).toBe(false);
    await clock.advance(10_000);
    expect(breaker.state).toBe('half-open');
    await call(failing);
    expect(breaker.state).toBe('open');
    await clock.advance(10_000);
    await call(() => 'fine');
    expect(breaker.state).toBe('closed');
  });
});
