import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { purposeOfScene, showMachine, showStateOf, type SceneWords, type ShowEvent } from './show-machine.ts';

const words: SceneWords = {
  startingSoon: ['starting'],
  beRightBack: ['brb', 'be right back'],
  ending: ['ending'],
};

const play = (events: readonly ShowEvent[]): string[] => {
  const actor = createActor(showMachine, { input: { words } }).start();
  const states = events.map((event) => {
    actor.send(event);
    return showStateOf(actor.getSnapshot().value);
  });
  actor.stop();
  return states;
};

describe('the show', () => {
  it('follows the scenes of a whole evening', () => {
    expect(
      play([
        { type: 'scene', name: 'Starting Soon' },
        { type: 'stream', on: true },
        { type: 'scene', name: 'Gameplay' },
        { type: 'scene', name: 'BRB' },
        { type: 'scene', name: 'Gameplay' },
        { type: 'scene', name: 'Ending' },
        { type: 'stream', on: false },
      ]),
    ).toEqual(['offline', 'starting-soon', 'live', 'be-right-back', 'live', 'ending', 'offline']);
  });

  it('is interrupted while OBS reconnects, and returns to the current scene', () => {
    expect(
      play([
        { type: 'stream', on: true },
        { type: 'stream-reconnecting' },
        { type: 'scene', name: 'Be right back' },
        { type: 'stream', on: true },
      ]),
    ).toEqual(['live', 'incident', 'incident', 'be-right-back']);
  });

  it('ends when the stream stops during an interruption', () => {
    expect(
      play([{ type: 'stream', on: true }, { type: 'stream-reconnecting' }, { type: 'stream', on: false }]),
    ).toEqual(['live', 'incident', 'offline']);
  });

  it('does not go on air because of a scene', () => {
    expect(play([{ type: 'scene', name: 'Gameplay' }])).toEqual(['offline']);
  });

  it('ignores repeated observations', () => {
    expect(
      play([
        { type: 'stream', on: true },
        { type: 'stream', on: true },
      ]),
    ).toEqual(['live', 'live']);
  });

  it.each([
    ['STARTING SOON', 'starting-soon'],
    ['scene: brb', 'be-right-back'],
    ['Gameplay', 'live'],
    ['', 'live'],
  ])('reads the scene "%s" as %s', (name, purpose) => {
    expect(purposeOfScene(name, words)).toBe(purpose);
  });

  it('ignores empty words, which would match every scene', () => {
    expect(purposeOfScene('Gameplay', { startingSoon: [''], beRightBack: [], ending: [] })).toBe('live');
  });
});
