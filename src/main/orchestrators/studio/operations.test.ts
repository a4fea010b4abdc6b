import { describe, expect, it } from 'vitest';
import { createOperations, type OperationRequest } from '#core/index.ts';
import { createCoreHarness } from '#core/testing/index.ts';
import type { ObsSourcePlace, ObsState } from '#main/bridges/ports/index.ts';
import type { InputOf } from '#shared/catalogue/operations/define.ts';
import {
  obsOperations,
  obsSaveReplay,
  obsSendCaption,
  obsSetMuted,
  obsSetRecording,
  obsSetReplayBuffer,
  obsSetSourceVisible,
  obsSetStreaming,
  obsSetVirtualCamera,
  obsSetVolume,
  obsSwitchScene,
} from '#shared/catalogue/operations/obs.ts';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { FakeObsBridge } from '../testing/fake-bridges.ts';
import { studioOperations } from './operations.ts';

const notFound = (name: string): Result<never, Fault> =>
  err(new Fault('obs.not-found', `There is no ${name}`, { kind: 'configuration', status: 'not-found' }));

/** An OBS that records its requests, with sources and inputs outside its observed state. */
class AskedObs extends FakeObsBridge {
  readonly asked: unknown[] = [];
  /** By scene and name; inputs by name. */
  readonly elsewhere = new Map<string, boolean>();

  override async setSourceVisible(place: ObsSourcePlace = { source: '' }, visible = false) {
    this.asked.push({ ...place, visible });
    return ok(undefined);
  }

  override async isSourceVisible({ scene = '', source }: ObsSourcePlace = { source: '' }) {
    const known = this.elsewhere.get(`${scene}/${source}`);
    return known === undefined ? notFound(String(source)) : ok(known);
  }

  override async isMuted(name: string) {
    const known = this.elsewhere.get(name);
    return known === undefined ? notFound(name) : ok(known);
  }

  override async setMuted(name: string, muted: boolean) {
    this.asked.push({ name, muted });
    return ok(undefined);
  }
}

const owner: OperationRequest = { caller: 'test', audience: 'owner' };
const id = 'obs:main';
const shown: Partial<ObsState> = {
  currentScene: 'Main',
  sources: [{ itemId: 4, name: 'Camera', kind: 'v4l2_input', visible: true, locked: false }],
  inputs: [{ name: 'Microphone', kind: 'pulse', muted: false, volumeDb: -3 }],
  replayBuffer: 'off',
  virtualCamera: 'off',
};

const createRig = (state: Partial<ObsState> = shown) => {
  const { clock, createServices } = createCoreHarness();
  const { bus, ids } = createServices();
  const obs = new AskedObs();
  obs.show(state);
  const implementations = studioOperations((each) => (each === id ? obs : null));
  const operations = createOperations({ implementations, clock, ids, bus });
  return { obs, operations };
};

describe('the operations of OBS', () => {
  it('are all implemented, each once', () => {
    const { operations } = createRig();
    const implemented = operations.list().map(({ operation }) => operation.id);
    expect(implemented.toSorted()).toEqual(obsOperations.map((each) => each.id).toSorted());
  });

  it('are refused when no OBS has the name', async () => {
    const { operations } = createRig();
    const refused = await operations.run(obsSaveReplay, { id: 'obs:nowhere' }, owner);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'obs.unknown-instance', status: 'not-found' },
    });
  });

  it('return what OBS did', async () => {
    const { operations } = createRig();
    const results = [
      await operations.run(obsSetStreaming, { id, on: true }, owner),
      await operations.run(obsSetRecording, { id, on: true }, owner),
      await operations.run(obsSaveReplay, { id }, owner),
      await operations.run(obsSendCaption, { id, text: 'good evening' }, owner),
    ];
    expect(results.map((each) => each.ok && [each.value.result, each.value.message])).toEqual([
      [{ on: true }, null],
      [{ on: true, path: null }, null],
      [{ path: '/fake/replay.mkv' }, 'Saved to /fake/replay.mkv'],
      [{ text: 'good evening' }, null],
    ]);
  });

  it('return the call that undoes them', async () => {
    const { operations } = createRig();
    const done = [
      await operations.run(obsSwitchScene, { id, scene: 'BRB' }, owner),
      await operations.run(obsSetVolume, { id, input: 'Microphone', volumeDb: -20 }, owner),
      await operations.run(obsSetReplayBuffer, { id, on: true }, owner),
      await operations.run(obsSetVirtualCamera, { id, on: true }, owner),
    ];
    expect(done.map((each) => each.ok && each.value.undo?.input)).toEqual([
      { id, scene: 'Main' },
      { id, input: 'Microphone', volumeDb: -3 },
      { id, on: false },
      { id, on: false },
    ]);
  });

  it.each<[string, Partial<ObsState>]>([
    ['the previous state was unknown', { currentScene: null, inputs: null, replayBuffer: null }],
    ['they changed nothing', { ...shown, currentScene: 'BRB', replayBuffer: 'on' }],
    ['an output was changing already', { currentScene: 'BRB', replayBuffer: 'starting' }],
  ])('return no undo when %s', async (_, state) => {
    const { operations } = createRig(state);
    const done = [
      await operations.run(obsSwitchScene, { id, scene: 'BRB' }, owner),
      await operations.run(obsSetReplayBuffer, { id, on: true }, owner),
    ];
    expect(done.map((each) => each.ok && each.value.undo)).toEqual([null, null]);
  });
});

describe('a mute', () => {
  const run = async (input: Omit<InputOf<typeof obsSetMuted>, 'id'>, state = shown, elsewhere = {}) => {
    const { obs, operations } = createRig(state);
    for (const [name, muted] of Object.entries<boolean>(elsewhere)) obs.elsewhere.set(name, muted);
    const done = await operations.run(obsSetMuted, { id, ...input }, owner);
    return { asked: obs.asked, done };
  };

  it.each([
    ['toggles the observed state', { input: 'Microphone' }, shown, {}, true, false],
    [
      'asks OBS for the state of an input that was not observed',
      { input: 'Violin' },
      shown,
      { Violin: true },
      false,
      true,
    ],
    ['sets the requested state', { input: 'Microphone', muted: true }, shown, {}, true, false],
  ] as const)('%s', async (_, input, state, elsewhere, muted, before) => {
    const { asked, done } = await run(input, state, elsewhere);
    expect(asked).toEqual([{ name: input.input, muted }]);
    expect(done).toMatchObject({
      ok: true,
      value: { result: { muted }, undo: { input: { id, input: input.input, muted: before } } },
    });
  });

  it('has no undo when it changes nothing, or when the previous state was unknown', async () => {
    const same = await run({ input: 'Microphone', muted: false });
    const unknown = await run({ input: 'Violin', muted: false });
    expect([same, unknown].map(({ done }) => done.ok && done.value.undo)).toEqual([null, null]);
  });

  it('returns the refusal of OBS for an unknown input, and sets nothing', async () => {
    const { asked, done } = await run({ input: 'Cello' });
    expect(done).toMatchObject({ ok: false, error: { message: expect.stringContaining('Cello') } });
    expect(asked).toEqual([]);
  });
});

describe('a source', () => {
  const run = async (
    input: Omit<InputOf<typeof obsSetSourceVisible>, 'id'>,
    state = shown,
    elsewhere = {},
  ) => {
    const { obs, operations } = createRig(state);
    for (const [name, visible] of Object.entries<boolean>(elsewhere)) obs.elsewhere.set(name, visible);
    const done = await operations.run(obsSetSourceVisible, { id, ...input }, owner);
    return { asked: obs.asked, done };
  };
  const onProgram = { scene: 'Main', source: 4 };

  it.each([
    ['is toggled by its name', { source: 'Camera' }, {}, { ...onProgram, visible: false }],
    ['is toggled by its item id', { source: 4 }, {}, { ...onProgram, visible: false }],
    ['is shown as requested', { source: 4, visible: true }, {}, { ...onProgram, visible: true }],
    [
      'of another scene is looked up in OBS',
      { scene: 'Ending', source: 'Camera' },
      { 'Ending/Camera': false },
      { scene: 'Ending', source: 'Camera', visible: true },
    ],
    [
      'in a group is looked up in OBS',
      { source: 'Name tag' },
      { '/Name tag': true },
      { scene: undefined, source: 'Name tag', visible: false },
    ],
    [
      'observed in a scene that is no longer on program stays in that scene',
      { scene: 'Ending', source: 4, visible: false },
      {},
      { scene: 'Ending', source: 4, visible: false },
    ],
  ])('%s', async (_, input, elsewhere, asked) => {
    expect((await run(input, shown, elsewhere)).asked).toEqual([asked]);
  });

  it('is undone in the scene in which it was changed', async () => {
    const seen = await run({ source: 'Camera' });
    const inGroup = await run({ source: 'Name tag' }, shown, { '/Name tag': true });
    expect([seen, inGroup].map(({ done }) => done.ok && done.value.undo?.input)).toEqual([
      { id, ...onProgram, visible: true },
      { id, scene: 'Main', source: 'Name tag', visible: true },
    ]);
  });

  it('returns the refusal of OBS for an unknown source, and sets nothing', async () => {
    const { asked, done } = await run({ source: 'Cello' });
    expect(done).toMatchObject({ ok: false, error: { message: expect.stringContaining('Cello') } });
    expect(asked).toEqual([]);
  });
});
