import { describe, expect, it } from 'vitest';
import { Fault, type FailureKind } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { CircuitBreaker, type CircuitPass } from './circuit-breaker.ts';

const faultOf = (kind: FailureKind): Fault => new Fault('test.no', 'no', { kind });
const build = (options: { failures?: number; openMs?: number } = {}) => {
  const clock = createFakeClock();
  const breaker = new CircuitBreaker({ name: 'Helix', clock, ...options });
  const enter = (): CircuitPass => {
    const entered = breaker.enter();
    if (!entered.ok) throw entered.error;
    return entered.value;
  };
  const fail = (times = 1): void => {
    for (let time = 0; time < times; time++) enter().failed(faultOf('transient'));
  };
  return { clock, breaker, enter, fail };
};

describe('a circuit breaker', () => {
  it('opens after five consecutive failures and stays open for half a minute by default', async () => {
    const { clock, breaker, fail } = build();
    fail(4);
    expect(breaker.state).toBe('closed');
    fail();
    expect(breaker.state).toBe('open');
    await clock.advance(29_999);
    expect(breaker.state).toBe('open');
    await clock.advance(1);
    expect(breaker.state).toBe('half-open');
  });

  it('counts consecutive failures only', () => {
    const { breaker, fail, enter } = build({ failures: 3 });
    fail(2);
    enter().succeeded();
    fail(2);
    expect(breaker.state).toBe('closed');
  });

  it('reports the blocked service, the reason, and the remaining time', async () => {
    const { clock, breaker, fail } = build({ failures: 2, openMs: 1_000 });
    fail(2);
    await clock.advance(400);
    expect(breaker.enter()).toMatchObject({
      ok: false,
      error: {
        code: 'circuit.open',
        kind: 'transient',
        message: 'Calls to Helix are blocked after 2 failures in a row',
        retryAfterMs: 600,
      },
    });
  });

  it('asks callers during the trial to retry soon', async () => {
    const { clock, breaker, fail, enter } = build({ failures: 1, openMs: 1_000 });
    fail();
    await clock.advance(5_000);
    enter();
    expect(breaker.enter()).toMatchObject({ ok: false, error: { retryAfterMs: 1 } });
  });

  it('opens again for the same time when its trial fails, whatever its failure limit', async () => {
    const { clock, breaker, fail } = build({ failures: 3, openMs: 1_000 });
    fail(3);
    await clock.advance(1_000);
    fail();
    expect(breaker.state).toBe('open');
    await clock.advance(999);
    expect(breaker.state).toBe('open');
    await clock.advance(1);
    expect(breaker.state).toBe('half-open');
  });

  it('is reset when its trial succeeds', async () => {
    const { clock, breaker, fail, enter } = build({ failures: 2, openMs: 1_000 });
    fail(2);
    await clock.advance(1_000);
    enter().succeeded();
    fail();
    expect(breaker.state).toBe('closed');
    fail();
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['transient', 'open'],
    ['defect', 'open'],
    ['authentication', 'closed'],
    ['configuration', 'closed'],
    ['dependency', 'closed'],
  ] as const)('after a failure of kind %s is %s', (kind, state) => {
    const { breaker, enter } = build({ failures: 1 });
    enter().failed(faultOf(kind));
    expect(breaker.state).toBe(state);
  });

  it('gives its trial to the next call when one ends inconclusively', async () => {
    const { clock, breaker, fail, enter } = build({ failures: 1, openMs: 1_000 });
    fail();
    await clock.advance(1_000);
    enter().failed(faultOf('authentication'));
    expect(breaker.state).toBe('half-open');
    enter().succeeded();
    expect(breaker.state).toBe('closed');
  });

  it('ignores calls that entered before it opened, or before it closed again', async () => {
    const { clock, breaker, fail, enter } = build({ failures: 1, openMs: 1_000 });
    const before = enter();
    fail();
    await clock.advance(600);
    before.failed(faultOf('transient'));
    await clock.advance(400);
    expect(breaker.state).toBe('half-open');
    before.succeeded();
    expect(breaker.state).toBe('half-open');
    const trial = enter();
    breaker.reset();
    trial.failed(faultOf('transient'));
    expect(breaker.state).toBe('closed');
  });

  it('is open while it is held, and then returns to its previous state', async () => {
    const { breaker, fail } = build({ failures: 1 });
    const hold = breaker.hold();
    expect(breaker.state).toBe('open');
    const refused = breaker.enter();
    expect(refused.ok ? null : refused.error.retryAfterMs).toBeUndefined();
    expect(refused).toMatchObject({ error: { message: 'Calls to Helix are blocked by hand' } });
    hold[Symbol.dispose]();
    expect(breaker.state).toBe('closed');
    fail();
    expect(breaker.state).toBe('open');
    breaker.reset();
    expect(breaker.state).toBe('closed');
  });

  it('is open until the last hold is disposed, each of which counts once', () => {
    const { breaker } = build({ failures: 1 });
    const [first, second] = [breaker.hold(), breaker.hold()];
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(breaker.state).toBe('open');
    second[Symbol.dispose]();
    expect(breaker.state).toBe('closed');
  });
});
