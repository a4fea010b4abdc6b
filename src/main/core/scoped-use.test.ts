import { describe, expect, it } from 'vitest';
import { err, Fault, ok, type FailureKind, type Result } from '#shared/kernel/index.ts';
import type { StartReport, StopReport } from './runtime/start-session.ts';
import { started, withOrchestrator } from './scoped-use.ts';

const fault = (code: string, kind: FailureKind = 'transient'): Fault =>
  new Fault(code, `What ${code} says.`, { kind });

/** An orchestrator that writes down what is asked of it, and starts and stops as it is told. */
const script = (ends: { start?: Fault; stop?: Fault; stopFaults?: readonly Fault[] } = {}) => {
  const asked: string[] = [];
  return {
    asked,
    initialize: async (): Promise<Result<StartReport, Fault>> => {
      asked.push('start');
      return ends.start
        ? err(ends.start)
        : ok({ orchestratorId: 'show', outcome: 'running', tookMs: 1, components: [] });
    },
    cleanup: async (): Promise<Result<StopReport, Fault>> => {
      asked.push('stop');
      const faults = (ends.stopFaults ?? []).map((each) => ({ componentId: 'obs', fault: each }));
      return ends.stop ? err(ends.stop) : ok({ orchestratorId: 'show', tookMs: 1, faults });
    },
  };
};

describe('an orchestrator used for a body', () => {
  it('is started before it and stopped after it, and answers with what the body answers', async () => {
    const show = script();
    const result = await withOrchestrator(show, async ({ asked }) => {
      asked.push('body');
      return 42;
    });
    expect(result).toEqual(ok(42));
    expect(show.asked).toEqual(['start', 'body', 'stop']);
  });

  it('never runs the body when it does not start, and stops nothing', async () => {
    const start = fault('obs.away');
    const show = script({ start });
    expect(await withOrchestrator(show, () => show.asked.push('body'))).toEqual(err(start));
    expect(show.asked).toEqual(['start']);
  });

  it('is stopped when the body throws, whose fault comes back as it is', async () => {
    const thrown = fault('body.failed', 'configuration');
    const show = script();
    const result = await withOrchestrator(show, () => {
      throw thrown;
    });
    expect(result).toEqual(err(thrown));
    expect(show.asked).toEqual(['start', 'stop']);
  });

  it('makes a fault of what is none, as a defect', async () => {
    const result = await withOrchestrator(script(), () => Promise.reject(new TypeError('no such scene')));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'scoped-use.body-threw', kind: 'defect', message: 'no such scene' },
    });
  });

  it.each([
    ['as a whole', { stop: fault('stop.refused', 'dependency') }, ['stop.refused']],
    [
      'in its parts',
      { stopFaults: [fault('obs.hangs', 'dependency'), fault('chat.hangs', 'defect')] },
      ['obs.hangs', 'chat.hangs'],
    ],
  ])('tells what went wrong at the stop %s, although the body was well', async (_where, ends, codes) => {
    const result = await withOrchestrator(script(ends), () => 'fine');
    const error = result.ok ? null : result.error;
    expect(error).toMatchObject({
      code: 'scoped-use.stop-failed',
      kind: 'dependency',
      message: codes.map((code) => `What ${code} says.`).join('; '),
    });
    expect(error?.cause).toMatchObject({
      message: 'What went wrong, in order',
      errors: codes.map((code) => expect.objectContaining({ code })),
    });
  });

  it('tells the body’s failure first, and what went wrong at the stop beside it', async () => {
    const show = script({ stopFaults: [fault('obs.hangs', 'dependency')] });
    const result = await withOrchestrator(show, () => {
      throw fault('body.failed', 'configuration');
    });
    const error = result.ok ? null : result.error;
    expect(error).toMatchObject({
      code: 'body.failed',
      kind: 'configuration',
      message: 'What body.failed says.; What obs.hangs says.',
    });
    expect(error?.cause).toMatchObject({
      errors: [
        expect.objectContaining({ code: 'body.failed' }),
        expect.objectContaining({ code: 'obs.hangs' }),
      ],
    });
  });
});

describe('an orchestrator used for a block', () => {
  it('is stopped when the block ends, however it ends', async () => {
    const show = script();
    const block = async (): Promise<never> => {
      await using running = await started(show);
      running.orchestrator.asked.push('block');
      throw new Error('the curtain fell');
    };
    await expect(block()).rejects.toThrow('the curtain fell');
    expect(show.asked).toEqual(['start', 'block', 'stop']);
  });

  it('throws when it does not start, and stops nothing', async () => {
    const show = script({ start: fault('obs.away') });
    await expect(started(show)).rejects.toMatchObject({ code: 'obs.away' });
    expect(show.asked).toEqual(['start']);
  });
});
