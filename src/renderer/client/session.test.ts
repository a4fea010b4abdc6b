import { describe, expect, it, onTestFinished } from 'vitest';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { openSession } from './session.ts';
import type { ConnectFailure, Connection, Transport } from './transport.ts';

const setUp = (answers: (Result<Connection, ConnectFailure> | 'connection')[]) => {
  const clock = createFakeClock();
  const cuts: ((why: string) => void)[] = [];
  const attempts: number[] = [];
  const transport: Transport = {
    connect: () => {
      attempts.push(clock.now());
      const answer = answers.shift() ?? 'connection';
      if (answer !== 'connection') return Promise.resolve(answer);
      const closed = new Promise<string>((resolve) => cuts.push(resolve));
      return Promise.resolve(
        ok({
          link: { call: () => Promise.resolve({ file: 'settings.json' }) },
          closed,
          close: () => undefined,
        }),
      );
    },
  };
  const session = openSession({ transport, clock, random: createSeededRandom(1) });
  onTestFinished(() => session.close());
  return { clock, session, attempts, cut: (why: string) => cuts.at(-1)?.(why) };
};

const unreachable = err<ConnectFailure>({ kind: 'unreachable', message: 'Nobody answers.' });

describe('session', () => {
  it('connects immediately and forwards calls', async () => {
    const { clock, session } = setUp([]);
    await clock.settle();
    expect(session.state().phase).toBe('connected');
    await expect(session.client.settings.get()).resolves.toEqual({ file: 'settings.json' });
  });

  it('rejects calls with a sentence without a connection', async () => {
    const { clock, session } = setUp([unreachable]);
    await clock.settle();
    await expect(session.client.settings.get()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('retries with increasing delays and reports the next attempt', async () => {
    const { clock, session, attempts } = setUp([unreachable, unreachable, unreachable, unreachable]);
    await clock.settle();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const state = session.state();
      expect(state).toMatchObject({ phase: 'lost', attempt, message: 'Nobody answers.' });
      if (state.phase !== 'lost') return;
      waits.push(state.nextAttemptAt - clock.now());
      await clock.advance(state.nextAttemptAt - clock.now());
    }
    expect(attempts).toHaveLength(4);
    expect(waits[1]).toBeGreaterThanOrEqual(waits[0] ?? Infinity);
    expect(waits[2]).toBeGreaterThanOrEqual(waits[1] ?? Infinity);
  });

  it('keeps the time of the loss during retries, and reconnects', async () => {
    const { clock, session, cut } = setUp(['connection', unreachable, 'connection']);
    await clock.settle();
    cut('Cuelight closed the connection.');
    await clock.settle();
    const lost = session.state();
    await clock.advance(400);
    expect(session.state()).toMatchObject({ phase: 'lost', attempt: 2, since: lost.since });
    await clock.advance(1_000);
    expect(session.state().phase).toBe('connected');
  });

  it('retries immediately on request', async () => {
    const { clock, session } = setUp([unreachable]);
    await clock.settle();
    session.retryNow();
    await clock.settle();
    expect(session.state().phase).toBe('connected');
  });

  it('stops retrying when only a new link helps', async () => {
    const { clock, session, attempts } = setUp([err({ kind: 'needs-link', message: 'Used already.' })]);
    await clock.advance(120_000);
    expect(session.state()).toMatchObject({ phase: 'needs-link', message: 'Used already.' });
    expect(attempts).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('keeps the time of the loss when only a new link helps', async () => {
    const needsLink = err<ConnectFailure>({ kind: 'needs-link', message: 'Restarted.' });
    const { clock, session, cut } = setUp(['connection', unreachable, needsLink]);
    await clock.settle();
    cut('Cuelight closed the connection.');
    await clock.settle();
    const lost = session.state();
    await clock.advance(2_000);
    expect(session.state()).toEqual({ phase: 'needs-link', since: lost.since, message: 'Restarted.' });
  });

  it('leaves no timer behind when closed', async () => {
    const { clock, session } = setUp([unreachable]);
    await clock.settle();
    session.close();
    await clock.settle();
    expect(clock.pending).toBe(0);
  });
});
