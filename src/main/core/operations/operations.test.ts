import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCoreHarness, happened } from '#core/testing/index.ts';
import { operation } from '#shared/catalogue/operations/define.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { implement, type OperationCall } from './implementation.ts';
import { createOperations, type OperationRequest } from './operations.ts';

const facts = {
  title: 'Set the lamp',
  description: 'Sets how bright a lamp is.',
  icon: 'source',
  risk: 'visible',
  tag: 'system',
  input: z.object({ lamp: z.string(), brightness: z.number(), note: z.string().optional() }),
  result: z.object({ brightness: z.number() }),
  timeoutMs: 5_000,
  keeps: ['brightness'],
  target: ({ lamp }: { lamp: string }) => `lamp:${lamp}`,
  summary: ({ lamp }: { lamp: string }) => `Set the ${lamp}`,
  done: ({ brightness }: { brightness: number }) => (brightness === 0 ? 'It is dark' : null),
  undo: (input: { lamp: string; brightness: number }, before: number) => ({ ...input, brightness: before }),
} as const;
const setLamp = operation('house.set-lamp', { ...facts, idempotent: true });
/** The same without idempotency. */
const dimLamp = operation('house.dim-lamp', { ...facts, audience: ['owner', 'dock'], idempotent: false });

const input = { lamp: 'porch', brightness: 0, note: 'the password is hunter2' };
const owner: OperationRequest = { caller: 'window', audience: 'owner' };
const gone = new Fault('lamp.gone', 'There is no lamp', { kind: 'configuration', status: 'not-found' });

type Answer = Result<
  { readonly result: { readonly brightness: number }; readonly before: number | null },
  Fault
>;

const createRig = (
  handlers: {
    readonly run?: (call: OperationCall) => Promise<Answer>;
    readonly obstacle?: Fault;
    readonly recordsItself?: boolean;
    readonly isKnown?: (target: string) => boolean;
  } = {},
) => {
  const { clock, createServices } = createCoreHarness();
  const { bus, ids } = createServices();
  const calls: OperationCall[] = [];
  const emitted: EventRecord[] = [];
  bus.on('*', (event) => void emitted.push(event));
  const run = async (_: unknown, call: OperationCall): Promise<Answer> => {
    calls.push(call);
    return (await handlers.run?.(call)) ?? ok({ result: { brightness: 0 }, before: 7 });
  };
  const obstacle = () => handlers.obstacle ?? null;
  const { recordsItself = false, isKnown = () => true } = handlers;
  const implementations = [setLamp, dimLamp].map((each) => implement(each, { run, obstacle, recordsItself }));
  const operations = createOperations({ implementations, clock, ids, bus, isKnown });
  const topics = () => emitted.map(({ topic }) => topic).filter((topic) => topic.startsWith('operation.'));
  return { clock, bus, operations, calls, emitted, topics };
};

describe('a run of an operation', () => {
  it('returns the result, its sentence, and the undo call', async () => {
    const { operations } = createRig();
    expect(await operations.run(setLamp, input, owner)).toEqual({
      ok: true,
      value: {
        result: { brightness: 0 },
        message: 'It is dark',
        undo: { operation: 'house.set-lamp', input: { ...input, brightness: 7 } },
      },
    });
  });

  it('offers no undo when the previous state is unknown', async () => {
    const { operations } = createRig({
      run: async () => ok({ result: { brightness: 3 }, before: null }),
    });
    const done = await operations.run(setLamp, input, owner);
    expect(done).toMatchObject({ ok: true, value: { message: null, undo: null } });
  });

  it('records its acceptance and its end, with only the allowed fields', async () => {
    const { operations, emitted, calls } = createRig();
    await operations.run(setLamp, input, owner);
    const run = {
      runId: calls[0]?.runId,
      operation: 'house.set-lamp',
      target: 'lamp:porch',
      actor: 'window',
      input: { brightness: 0 },
    };
    expect(emitted.map(({ topic, data }) => [topic, data])).toEqual([
      ['operation.accepted', run],
      ['operation.done', { ...run, elapsedMs: 0 }],
    ]);
    expect(JSON.stringify(emitted)).not.toContain('hunter2');
  });

  it('records no unknown target, whatever was typed', async () => {
    const lamp = 'abc123 is my password';
    const { operations, emitted } = createRig({ isKnown: (target) => target === 'lamp:porch' });
    await operations.run(setLamp, { ...input, lamp }, owner);
    expect(emitted.map(({ data }) => data['target'])).toEqual([null, null]);
    expect(JSON.stringify(emitted)).not.toContain('abc123');
    await operations.run(setLamp, input, owner);
    expect(emitted.at(-1)?.data['target']).toBe('lamp:porch');
  });

  it('records the reason of a refusal without the typed text, which only the caller receives', async () => {
    const typed = 'abc123 is my password';
    const message = `There is no lamp "${typed}"`;
    const missing = new Fault('lamp.missing', message, { kind: 'configuration', status: 'not-found' });
    const { operations, emitted } = createRig({
      run: async () => err(missing),
      recordsItself: true,
      isKnown: () => false,
    });
    expect(await operations.run(setLamp, { ...input, lamp: typed }, owner)).toEqual(err(missing));
    expect(emitted.map(({ message: sentence }) => sentence)).toEqual(['There is no lamp "…"']);
    expect(JSON.stringify(emitted)).not.toContain('abc123');
  });

  it('gives its id to all events that it causes', async () => {
    const rig = createRig({
      run: async () => {
        await Promise.resolve();
        rig.bus.emit('lamp', happened('lamp.lit'));
        return ok({ result: { brightness: 0 }, before: null });
      },
    });
    await rig.operations.run(setLamp, input, owner);
    const runId = rig.calls[0]?.runId;
    expect(new Set(rig.emitted.map(({ correlationId }) => correlationId))).toEqual(new Set([runId]));
    expect(rig.emitted).toHaveLength(3);
  });

  it('is refused by its obstacle before it starts', async () => {
    const { operations, calls, emitted } = createRig({ obstacle: gone });
    expect(await operations.run(setLamp, input, owner)).toEqual(err(gone));
    expect(calls).toEqual([]);
    expect(emitted).toMatchObject([
      { topic: 'operation.failed', data: { result: 'refused', code: 'lamp.gone' } },
    ]);
    expect(operations.list().map(({ obstacle }) => obstacle)).toEqual([gone, gone]);
  });

  it('is refused to callers outside the operation’s audience', async () => {
    const { operations, calls } = createRig();
    const dock: OperationRequest = { caller: 'browser', audience: 'dock' };
    const refused = await operations.run(setLamp, input, dock);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'operation.not-allowed', status: 'not-found' },
    });
    expect(calls).toEqual([]);
    expect((await operations.run(dimLamp, input, dock)).ok).toBe(true);
  });

  it.each([
    ['refused', gone],
    ['refused', new Fault('lamp.locked', 'The lamp is locked', { kind: 'authentication' })],
    ['failed', new Fault('lamp.away', 'The lamp does not answer', { kind: 'transient' })],
    ['failed', new Fault('lamp.unplugged', 'The lamp is not connected', { kind: 'dependency' })],
  ] as const)('that fails is recorded as %s: %o', async (result, fault) => {
    const { operations, emitted } = createRig({ run: async () => err(fault) });
    expect(await operations.run(setLamp, input, owner)).toEqual(err(fault));
    expect(emitted.at(-1)).toMatchObject({
      topic: 'operation.failed',
      message: fault.message,
      data: { result, code: fault.code },
    });
  });

  it('that throws is a defect, and is recorded', async () => {
    const { operations, topics } = createRig({ run: () => Promise.reject(new TypeError('x is undefined')) });
    const failed = await operations.run(setLamp, input, owner);
    expect(failed).toMatchObject({ ok: false, error: { kind: 'defect' } });
    expect(topics()).toEqual(['operation.accepted', 'operation.failed']);
  });

  it.each([
    [setLamp, 'transient'],
    [dimLamp, 'configuration'],
  ] as const)('ends at its time limit, and reports an unknown outcome', async (each, kind) => {
    const { operations, clock, calls, emitted } = createRig({ run: () => new Promise(() => undefined) });
    const running = operations.run(each, input, owner);
    await clock.advance(4_999);
    expect(calls[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await running).toMatchObject({
      ok: false,
      error: {
        code: 'operation.timed-out',
        status: 'timed-out',
        kind,
        message: expect.stringContaining('its outcome is unknown'),
      },
    });
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(emitted.at(-1)).toMatchObject({ topic: 'operation.failed', data: { result: 'timed-out' } });
    expect(clock.pending).toBe(0);
  });

  it('receives the abort of its caller', async () => {
    const { operations, calls } = createRig();
    const caller = new AbortController();
    await operations.run(setLamp, input, { ...owner, signal: caller.signal });
    caller.abort();
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('of an unimplemented operation is a defect', async () => {
    const { clock, createServices } = createCoreHarness();
    const { bus, ids } = createServices();
    const operations = createOperations({ implementations: [], clock, ids, bus });
    const failed = await operations.run(setLamp, input, owner);
    expect(failed).toMatchObject({ ok: false, error: { code: 'operation.not-implemented', kind: 'defect' } });
  });
});

describe('a run that records itself', () => {
  it('is not recorded twice, unless it was never accepted', async () => {
    const { operations, topics } = createRig({ recordsItself: true });
    await operations.run(setLamp, input, owner);
    expect(topics()).toEqual([]);
    const refusing = createRig({ recordsItself: true, run: async () => err(gone) });
    await refusing.operations.run(setLamp, input, owner);
    expect(refusing.topics()).toEqual(['operation.failed']);
  });

  it('is not recorded twice at its time limit, because it may still end', async () => {
    const { operations, clock, topics } = createRig({
      recordsItself: true,
      run: () => new Promise(() => undefined),
    });
    const running = operations.run(setLamp, input, owner);
    await clock.advance(5_000);
    expect(await running).toMatchObject({ ok: false, error: { code: 'operation.timed-out' } });
    expect(topics()).toEqual([]);
  });
});

describe('an idempotency key', () => {
  const keyed: OperationRequest = { ...owner, idempotencyKey: 'k1' };

  it('makes a repeated request run once, with one record', async () => {
    const { operations, calls, topics } = createRig();
    const [first, second] = await Promise.all([
      operations.run(dimLamp, input, keyed),
      operations.run(dimLamp, input, keyed),
    ]);
    expect(second).toEqual(first);
    expect(await operations.run(dimLamp, input, keyed)).toEqual(first);
    expect(calls).toHaveLength(1);
    expect(topics()).toEqual(['operation.accepted', 'operation.done']);
  });

  it.each<[string, Partial<OperationRequest>]>([
    ['of another caller', { caller: 'api' }],
    ['that is another one', { idempotencyKey: 'k2' }],
    ['that is left out', { idempotencyKey: undefined }],
  ])('%s is a different request', async (_, change) => {
    const { operations, calls } = createRig();
    await operations.run(dimLamp, input, keyed);
    await operations.run(dimLamp, input, { ...keyed, ...change });
    expect(calls).toHaveLength(2);
  });

  it('has no effect on an idempotent operation', async () => {
    const { operations, calls } = createRig();
    await operations.run(setLamp, input, keyed);
    await operations.run(setLamp, input, keyed);
    expect(calls).toHaveLength(2);
  });

  it('with another input is a conflict, and nothing runs', async () => {
    const { operations, calls } = createRig();
    await operations.run(dimLamp, input, keyed);
    const reused = await operations.run(dimLamp, { ...input, brightness: 9 }, keyed);
    expect(reused).toMatchObject({ ok: false, error: { code: 'operation.key-reused', status: 'conflict' } });
    expect(calls).toHaveLength(1);
  });

  it('is forgotten after ten minutes', async () => {
    const { operations, calls, clock } = createRig();
    await operations.run(dimLamp, input, keyed);
    await clock.advance(10 * 60_000 - 1);
    await operations.run(dimLamp, input, keyed);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    await operations.run(dimLamp, input, keyed);
    expect(calls).toHaveLength(2);
  });

  it('does not prevent a retry of a failed request', async () => {
    const answers: Answer[] = [err(gone), ok({ result: { brightness: 0 }, before: 7 })];
    const { operations, calls } = createRig({ run: async () => answers.shift() ?? err(gone) });
    expect((await operations.run(dimLamp, input, keyed)).ok).toBe(false);
    expect((await operations.run(dimLamp, input, keyed)).ok).toBe(true);
    expect(calls).toHaveLength(2);
  });

  it('finds the outcome of a run that had timed out', async () => {
    const work = Promise.withResolvers<Answer>();
    const { operations, calls, clock } = createRig({ run: () => work.promise });
    const running = operations.run(dimLamp, input, keyed);
    await clock.advance(5_000);
    expect((await running).ok).toBe(false);
    work.resolve(ok({ result: { brightness: 0 }, before: 7 }));
    expect((await operations.run(dimLamp, input, keyed)).ok).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it('is forgotten after a thousand newer ones', async () => {
    const { operations, calls } = createRig();
    for (let index = 0; index <= 1_000; index += 1)
      await operations.run(dimLamp, input, { ...owner, idempotencyKey: `k${index}` });
    await operations.run(dimLamp, input, { ...owner, idempotencyKey: 'k1' });
    expect(calls).toHaveLength(1_001);
    await operations.run(dimLamp, input, { ...owner, idempotencyKey: 'k0' });
    expect(calls).toHaveLength(1_002);
  });

  it.each(['', 'x'.repeat(201)])('has 1 to 200 characters', async (idempotencyKey) => {
    const { operations, calls } = createRig();
    const refused = await operations.run(dimLamp, input, { ...owner, idempotencyKey });
    expect(refused).toMatchObject({ ok: false, error: { code: 'operation.bad-key' } });
    expect(calls).toEqual([]);
  });
});
