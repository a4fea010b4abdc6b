import { describe, expect, it } from 'vitest';
import { Fault, type AbortSource } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { execute, executeLazily, type ExecuteOptions } from './safe-execute.ts';

const away = (): Fault => new Fault('test.away', 'away', { kind: 'transient' });
const build = () => {
  const clock = createFakeClock();
  const environment = { clock, random: { next: () => 1 } };
  const call = <T>(work: (signal: AbortSignal) => T | Promise<T>, options: ExecuteOptions<T> = {}) =>
    execute('Ask Helix', work, options, environment);
  return { clock, environment, call };
};

/** Creates an abort source that exposes its listeners. */
const createSource = () => {
  const listeners = new Set<() => void>();
  const state = { aborted: false, reason: undefined as unknown };
  const source: AbortSource = {
    get aborted() {
      return state.aborted;
    },
    get reason() {
      return state.reason;
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
  return {
    source,
    listeners,
    abort: (reason: unknown) => {
      state.aborted = true;
      state.reason = reason;
      for (const listener of listeners) listener();
    },
  };
};

describe('the result of an attempt', () => {
  it('is awaited when it is thenable, and used unchanged otherwise', async () => {
    const { call } = build();
    // oxlint-disable-next-line unicorn/no-thenable -- the test is about thenables that are no promises
    const withThen = (then: unknown): unknown => ({ then });
    const thenable = withThen((take: (value: string) => void) => take('later'));
    await expect(call(() => thenable)).resolves.toEqual({
      ok: true,
      value: 'later',
    });
    for (const value of [null, undefined, 0, withThen('soon'), []])
      await expect(call<unknown>(() => value)).resolves.toEqual({ ok: true, value });
  });

  it('is a fault that keeps the thrown error, thrown synchronously or later', async () => {
    const { call } = build();
    const thrown = new TypeError('no such field');
    const expected = { ok: false, error: { code: 'execute.threw', kind: 'defect', cause: thrown } };
    await expect(
      call(() => {
        throw thrown;
      }),
    ).resolves.toMatchObject(expected);
    await expect(call(() => Promise.reject(thrown))).resolves.toMatchObject(expected);
  });

  it('is dropped when it comes after the timeout, whether it is a value or a failure', async () => {
    const { call, clock } = build();
    const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 2 });
    for (const late of [
      Promise.withResolvers<string>(),
      { ...Promise.withResolvers<string>(), fails: true },
    ]) {
      breaker.reset();
      const result = call(() => late.promise, { timeoutMs: 100, breaker });
      await clock.advance(100);
      await expect(result).resolves.toMatchObject({
        error: { code: 'execute.timed-out', message: 'Ask Helix did not answer within 100 ms' },
      });
      if ('fails' in late) late.reject(away());
      else late.resolve('late');
      await clock.settle();
      // One failure was counted, no more and no less: the next one opens it.
      expect(breaker.state).toBe('closed');
      await call(() => Promise.reject(away()), { breaker });
      expect(breaker.state).toBe('open');
    }
  });
});

describe('the signal of an attempt', () => {
  it('is the same each time it is read, and has the reason when it is read too late', async () => {
    const { clock, environment } = build();
    const read: AbortSignal[] = [];
    const go = Promise.withResolvers<void>();
    const result = executeLazily(
      'Ask Helix',
      async (handle) => {
        await go.promise;
        read.push(handle.signal, handle.signal);
      },
      { timeoutMs: 100 },
      environment,
    );
    await clock.advance(100);
    go.resolve();
    await clock.settle();
    const outcome = await result;
    expect(read[0]).toBe(read[1]);
    expect(read[0]?.aborted).toBe(true);
    expect(read[0]?.reason).toBe(outcome.ok ? null : outcome.error);
  });

  it('does not abort without a reason', async () => {
    const { call } = build();
    const signals: AbortSignal[] = [];
    await call((signal) => signals.push(signal), { timeoutMs: 100 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('aborts with the caller’s fault', async () => {
    const { call } = build();
    const { source, abort, listeners } = createSource();
    const reasons: unknown[] = [];
    const result = call(
      (signal) =>
        new Promise<never>(() => signal.addEventListener('abort', () => reasons.push(signal.reason))),
      { signal: source },
    );
    expect(listeners.size).toBe(1);
    const reason = new Fault('pipeline.cancelled', 'by hand', { kind: 'dependency' });
    abort(reason);
    await expect(result).resolves.toEqual({ ok: false, error: reason });
    expect(reasons).toEqual([reason]);
    expect(listeners.size).toBe(0);
  });
});

describe('a cancelled call', () => {
  it('reports the cancellation and keeps its reason', async () => {
    const { call } = build();
    const { source, abort } = createSource();
    const result = call(() => new Promise<never>(() => undefined), { signal: source });
    abort('enough');
    await expect(result).resolves.toMatchObject({
      error: {
        code: 'execute.cancelled',
        kind: 'dependency',
        message: 'Ask Helix was cancelled',
        cause: 'enough',
      },
    });
  });

  it('leaves no timer and no listener behind, whatever its outcome', async () => {
    const { call, clock } = build();
    const { source, listeners } = createSource();
    const options = { signal: source, timeoutMs: 1_000 };
    await call(() => 'value', options);
    await call(() => Promise.resolve('value'), options);
    await call(() => Promise.reject(away()), options);
    expect([listeners.size, clock.pending]).toEqual([0, 0]);
    const hangs = call(() => new Promise<never>(() => undefined), options);
    expect([listeners.size, clock.pending]).toEqual([1, 1]);
    await clock.advance(1_000);
    await hangs;
    expect([listeners.size, clock.pending]).toEqual([0, 0]);
  });

  it('neither counts as a failure of the remote side nor uses up the trial of a breaker', async () => {
    const { call, clock } = build();
    const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 1, openMs: 1_000 });
    const endInTheMiddle = async () => {
      const { source, abort } = createSource();
      const result = call(() => new Promise<never>(() => undefined), { signal: source, breaker });
      abort('enough');
      await result;
    };
    await endInTheMiddle();
    expect(breaker.state).toBe('closed');
    await call(() => Promise.reject(away()), { breaker });
    await clock.advance(1_000);
    await endInTheMiddle();
    expect(breaker.state).toBe('half-open');
    await expect(call(() => 'fine', { breaker })).resolves.toEqual({ ok: true, value: 'fine' });
    expect(breaker.state).toBe('closed');
  });

  it('does not use up the trial of a breaker when it was cancelled before it started', async () => {
    const { call, clock } = build();
    const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 1, openMs: 1_000 });
    await call(() => Promise.reject(away()), { breaker });
    await clock.advance(1_000);
    let reached = 0;
    await call(() => reached++, { breaker, signal: AbortSignal.abort('enough') });
    expect(reached).toBe(0);
    await call(() => reached++, { breaker });
    expect([reached, breaker.state]).toEqual([1, 'closed']);
  });
});

describe('tries', () => {
  const times = async (
    options: ExecuteOptions<never>,
    fault: Fault = away(),
    forMs = 600_000,
  ): Promise<readonly number[]> => {
    const { call, clock } = build();
    const began: number[] = [];
    const result = call(() => {
      began.push(clock.monotonic());
      throw fault;
    }, options);
    await clock.advance(forMs);
    await result;
    return began;
  };

  it('are as many as configured, with delays that grow from half a second to a minute', async () => {
    await expect(times({ retry: { attempts: 10 } })).resolves.toEqual([
      0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 63_500, 123_500, 183_500,
    ]);
    await expect(times({})).resolves.toEqual([0]);
  });

  it('use the configured delays', async () => {
    await expect(times({ retry: { attempts: 4, baseMs: 10, capMs: 15 } })).resolves.toEqual([0, 10, 25, 40]);
    await expect(times({ retry: { attempts: 3, baseMs: 10, capMs: undefined } })).resolves.toEqual([
      0, 10, 30,
    ]);
  });

  it('stay on the plateau, if there is one', async () => {
    const plateau = { capMs: 20, failures: 3 };
    await expect(times({ retry: { attempts: 6, baseMs: 10, capMs: 1_000, plateau } })).resolves.toEqual([
      0, 10, 30, 50, 90, 170,
    ]);
  });

  it('end with the error thrown by the retry condition', async () => {
    const { call } = build();
    const when = (): never => {
      throw new TypeError('a bug');
    };
    const fail = () => Promise.reject(away());
    await expect(call(fail, { retry: { attempts: 3, when } })).resolves.toMatchObject({
      ok: false,
      error: { code: 'execute.retry-check-threw', kind: 'defect', message: 'a bug' },
    });
    await expect(call(fail, { retry: { attempts: 3, when }, fallback: () => 'instead' })).resolves.toEqual({
      ok: true,
      value: 'instead',
    });
  });

  it('follow the caller’s retry condition', async () => {
    const defect = new Fault('test.bug', 'bug', { kind: 'defect' });
    const retry = { attempts: 3, baseMs: 10 };
    await expect(times({ retry }, defect)).resolves.toHaveLength(1);
    await expect(
      times({ retry: { ...retry, when: ({ code }) => code === 'test.bug' } }, defect),
    ).resolves.toHaveLength(3);
    await expect(times({ retry: { ...retry, when: () => false } })).resolves.toHaveLength(1);
  });

  it('end with the first success', async () => {
    const { call, clock } = build();
    let tries = 0;
    const result = call(
      () => {
        if (++tries < 3) throw away();
        return tries;
      },
      { retry: { attempts: 5, baseMs: 10 } },
    );
    await clock.advance(1_000);
    await expect(result).resolves.toEqual({ ok: true, value: 3 });
  });

  it('are delayed by an open breaker for its remaining time', async () => {
    const { call, clock } = build();
    const breaker = new CircuitBreaker({ name: 'Helix', clock, failures: 1, openMs: 5_000 });
    await call(() => Promise.reject(away()), { breaker });
    let reachedAt = -1;
    const result = call(() => (reachedAt = clock.monotonic()), {
      breaker,
      retry: { attempts: 2, baseMs: 10 },
    });
    await clock.advance(10_000);
    await result;
    expect(reachedAt).toBe(5_000);
  });
});

describe('a fallback', () => {
  it('that fails is a separate failure', async () => {
    const { call } = build();
    const fails = () => Promise.reject(away());
    await expect(call<string>(fails, { fallback: () => 'instead' })).resolves.toEqual({
      ok: true,
      value: 'instead',
    });
    await expect(
      call<string>(fails, {
        fallback: () => {
          throw new Error('nor that');
        },
      }),
    ).resolves.toMatchObject({ error: { code: 'execute.fallback-threw', message: 'nor that' } });
  });

  it('is not used when the call succeeds', async () => {
    const { call } = build();
    let asked = 0;
    await call<number>(() => 1, { fallback: () => asked++ });
    expect(asked).toBe(0);
  });
});
