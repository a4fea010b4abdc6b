import { describe, expect, it } from 'vitest';
import type { ObsView } from '../../model/index.ts';
import type { AnyOperation } from './define.ts';
import {
  obsOperations,
  obsSaveReplay,
  obsSendCaption,
  obsSetMuted,
  obsSetSourceVisible,
  obsSetStreaming,
  obsSetVirtualCamera,
  obsSetVolume,
  obsSwitchScene,
  volumeWords,
} from './obs.ts';
import { nothingKnown, type OperationWorld } from './world.ts';

const id = 'obs:main';
const view: ObsView = {
  id,
  studioVersion: '30.2.0',
  scenes: ['Live', 'BRB'],
  currentScene: 'Live',
  streaming: 'on',
  recording: 'paused',
  recordingPath: null,
  replayBuffer: 'on',
  lastReplay: null,
  virtualCamera: 'unavailable',
  studioMode: false,
  sources: [{ itemId: 3, name: 'Camera', kind: 'v4l2_input', visible: true, locked: false }],
  inputs: [{ name: 'Mic', kind: 'pulse', muted: true, volumeDb: -6 }],
};
const titles = new Map([
  [id, 'OBS'],
  ['obs:left', 'OBS left'],
]);
const worldOf = (...obs: ObsView[]): OperationWorld => ({
  ...nothingKnown,
  obs,
  titleOf: (each) => titles.get(each) ?? null,
});
const world = worldOf(view);

const ask = <TInput extends object>(
  operation: AnyOperation & { summary(input: TInput, world?: OperationWorld): string },
  input: TInput,
) => operation.summary(input, world);

describe('an operation of OBS', () => {
  it.each([
    [ask(obsSwitchScene, { id, scene: 'BRB' }), 'Switch to “BRB”'],
    [ask(obsSetStreaming, { id, on: false }), 'Stop the stream'],
    [ask(obsSetVirtualCamera, { id, on: true }), 'Start the virtual camera'],
    [ask(obsSaveReplay, { id }), 'Save the replay'],
    [ask(obsSetSourceVisible, { id, source: 3, visible: false }), 'Hide “Camera”'],
    [ask(obsSetSourceVisible, { id, scene: 'Live', source: 3, visible: true }), 'Show “Camera”'],
    [ask(obsSetSourceVisible, { id, scene: 'BRB', source: 3, visible: true }), 'Show source 3'],
    [ask(obsSetSourceVisible, { id, source: 'Name tag' }), 'Show or hide “Name tag”'],
    [ask(obsSetMuted, { id, input: 'Mic', muted: true }), 'Mute “Mic”'],
    [ask(obsSetMuted, { id, input: 'Mic' }), 'Mute or unmute “Mic”'],
    [ask(obsSetVolume, { id, input: 'Mic', volumeDb: -6 }), 'Set “Mic” to -6.0 dB'],
    [ask(obsSendCaption, { id, text: 'good evening' }), 'Send a caption'],
  ])('labels its button: %s', (words, expected) => {
    expect(words).toBe(expected);
  });

  it('names its OBS when there are several', () => {
    const two = worldOf(view, { ...view, id: 'obs:left' });
    expect(obsSwitchScene.summary({ id: 'obs:left', scene: 'BRB' }, two)).toBe('Switch to “BRB” of OBS left');
    expect(obsSwitchScene.summary({ id: 'obs:other', scene: 'BRB' }, two)).toBe(
      'Switch to “BRB” of obs:other',
    );
  });

  it('isolates the text direction of a name', () => {
    expect(obsSwitchScene.summary({ id, scene: 'nasty \u202etxet' }, world)).not.toContain('\u202e');
  });

  it('asks for confirmation before it ends a stream, and only then', () => {
    expect(obsSetStreaming.confirmation({ id, on: false }, world)).toMatchObject({
      title: 'Stop the stream of OBS',
      yes: 'Stop the stream',
    });
    const asked = obsOperations.flatMap((each: AnyOperation) =>
      each.offers(worldOf({ ...view, streaming: 'off' })).map((input) => each.confirmation(input, world)),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((each) => each !== null)).toEqual([]);
  });

  it('offers what makes sense in the current state', () => {
    const offers = (obs: ObsView) =>
      obsOperations.flatMap((each: AnyOperation) =>
        each.offers(worldOf(obs)).map((input) => each.summary(input, worldOf(obs))),
      );
    expect(offers(view)).toEqual([
      'Stop the stream',
      'Stop the recording',
      'Stop the replay buffer',
      'Save the replay',
      'Switch to “BRB”',
      'Unmute “Mic”',
      'Hide “Camera”',
    ]);
    const changing = { ...view, streaming: 'starting', recording: null, replayBuffer: 'stopping' } as const;
    expect(offers({ ...changing, scenes: null, inputs: null, sources: null })).toEqual([]);
  });

  it('offers a source in the scene where it was seen', () => {
    expect(obsSetSourceVisible.offers(world)).toEqual([{ id, scene: 'Live', source: 3, visible: false }]);
  });

  it('shares its control only with later requests for the same object', () => {
    const controls = [
      obsSetMuted.control({ id, input: 'Mic', muted: true }),
      obsSetMuted.control({ id, input: 'Mic', muted: false }),
      obsSetMuted.control({ id, input: 'Mic 2' }),
      obsSetMuted.control({ id: 'obs:left', input: 'Mic' }),
    ];
    expect(controls[1]).toBe(controls[0]);
    expect(new Set(controls).size).toBe(3);
  });

  it('describes the lowest volume as silent', () => {
    expect([volumeWords(-100), volumeWords(0)]).toEqual(['silent', '0.0 dB']);
  });
});
