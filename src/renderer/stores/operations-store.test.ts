import { beforeEach, describe, expect, it } from 'vitest';
import { ORPCError } from '@orpc/client';
import { obsSaveReplay, obsSetMuted, obsSetStreaming } from '#shared/catalogue/operations/obs.ts';
import { nothingKnown } from '#shared/catalogue/operations/world.ts';
import type { OperationAnswer } from '../client/run-operation.ts';
import { createOperationsStore, recordKey } from './operations-store.ts';

const id = 'obs:main';

type Notice = [tone: string, sentence: string, label: string | undefined];

const createRig = () => {
  const asked: { readonly id: string; readonly input: object }[] = [];
  const ends: PromiseWithResolvers<OperationAnswer<unknown>>[] = [];
  const notices: Notice[] = [];
  const acts: (() => void)[] = [];
  const call = (operation: string) => (input: object) => {
    asked.push({ id: operation, input });
    const end = Promise.withResolvers<OperationAnswer<unknown>>();
    ends.push(end);
    return end.promise;
  };
  const procedures = new Proxy({}, { get: (_, name) => call(String(name)) });
  const store = createOperationsStore({
    // The store asks for no more of the client than this.
    client: { operations: { do: procedures } } as Parameters<typeof createOperationsStore>[0]['client'],
    world: () => nothingKnown,
    onEnd: (tone, sentence, action) => {
      notices.push([tone, sentence, action?.label]);
      if (action) acts.push(action.act);
    },
  });
  const done = (index: number, answer: Partial<OperationAnswer<unknown>>): void =>
    ends[index]?.resolve({ result: null, message: null, undo: null, ...answer });
  return { store, asked, ends, notices, acts, done, state: () => store.getState() };
};

describe('the operations of the window', () => {
  let rig: ReturnType<typeof createRig>;
  beforeEach(() => {
    rig = createRig();
  });
  const mute = (muted: boolean) => rig.state().request(obsSetMuted, { id, input: 'Mic', muted });
  const muteRecord = () => rig.state().records.get(recordKey(obsSetMuted, { id, input: 'Mic' }));

  it('are done only when the host says so', async () => {
    const ended = mute(true);
    expect(muteRecord()).toMatchObject({ phase: 'asked', input: { muted: true } });
    rig.done(0, { result: { muted: true } });
    expect(await ended).toMatchObject({ phase: 'done', message: null });
    expect(muteRecord()).toMatchObject({ phase: 'done' });
    expect(rig.notices).toEqual([]);
  });

  it('yield to a later request of the same control', async () => {
    const first = mute(true);
    const second = mute(false);
    rig.done(1, { result: { muted: false } });
    await second;
    rig.ends[0]?.reject(new ORPCError('UNAVAILABLE', { message: 'OBS is not connected' }));
    expect(await first).toMatchObject({ phase: 'refused' });
    expect(muteRecord()).toMatchObject({ phase: 'done', input: { muted: false } });
  });

  it('say why they were refused', async () => {
    const ended = mute(true);
    rig.ends[0]?.reject(new ORPCError('REFUSED', { message: 'There is no Mic' }));
    expect(await ended).toMatchObject({ phase: 'refused', message: 'There is no Mic' });
    expect(rig.notices).toEqual([['bad', 'Mute “Mic” failed: There is no Mic', undefined]]);
  });

  it('report their results', async () => {
    const ended = rig.state().request(obsSaveReplay, { id });
    rig.done(0, { result: { path: '/a.mkv' }, message: 'Saved to /a.mkv' });
    await ended;
    expect(rig.notices).toEqual([['good', 'Save the replay: Saved to /a.mkv', undefined]]);
  });

  it('report every end where nothing else shows it, and offer the undo', async () => {
    const ended = rig.state().request(obsSetMuted, { id, input: 'Mic', muted: true }, 'always');
    rig.done(0, {
      result: { muted: true },
      undo: { operation: 'obs.set-muted', input: { id, input: 'Mic', muted: false } },
    });
    await ended;
    expect(rig.notices).toEqual([['good', 'Mute “Mic”: done', 'Undo']]);
    rig.acts[0]?.();
    expect(rig.asked[1]).toEqual({ id: 'obs.set-muted', input: { id, input: 'Mic', muted: false } });
  });

  it('ask for confirmation where they are costly', async () => {
    expect(await rig.state().request(obsSetStreaming, { id, on: false })).toBeNull();
    expect(rig.state().pending?.question.yes).toBe('Stop the stream');
    expect(rig.asked).toEqual([]);
    rig.state().cancel();
    expect(rig.state().pending).toBeNull();
    await rig.state().confirm();
    expect(rig.asked).toEqual([]);
    await rig.state().request(obsSetStreaming, { id, on: false });
    const confirmed = rig.state().confirm();
    rig.done(0, { result: { on: false } });
    await confirmed;
    expect(rig.state().pending).toBeNull();
    expect(rig.asked).toEqual([{ id: 'obs.set-streaming', input: { id, on: false } }]);
  });

  it('send no requests before the stream starts', async () => {
    const ended = rig.state().request(obsSetStreaming, { id, on: true });
    rig.done(0, { result: { on: true } });
    expect(await ended).toMatchObject({ phase: 'done' });
  });
});
