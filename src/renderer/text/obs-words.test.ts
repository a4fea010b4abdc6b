import { describe, expect, it } from 'vitest';
import { unknownObs } from '../model/obs-model.ts';
import { outputRows } from './obs-words.ts';

const nothing = unknownObs('obs:main');

describe('the words for OBS outputs', () => {
  it.each([
    [{ streaming: null }, 'Stream', 'Unknown', null],
    [{ streaming: 'off' }, 'Stream', 'Off', true],
    [{ streaming: 'starting' }, 'Stream', 'Starting…', null],
    [{ streaming: 'on' }, 'Stream', 'On air', false],
    [{ streaming: 'reconnecting' }, 'Stream', 'Reconnecting…', false],
    [{ streaming: 'stopping' }, 'Stream', 'Stopping…', null],
    [{ recording: 'paused' }, 'Recording', 'Paused', false],
    [{ replayBuffer: 'unavailable' }, 'Replay buffer', 'Not enabled', null],
    [{ virtualCamera: 'unavailable' }, 'Virtual camera', 'Not enabled', null],
  ] as const)(
    'describes %o: the state of its %s, and the request of its button',
    (change, title, state, next) => {
      const row = outputRows({ ...nothing, ...change }).find((each) => each.title === title);
      expect(row).toMatchObject({ state, next });
    },
  );

  it('says how to enable an unavailable output', () => {
    const rows = outputRows({ ...nothing, replayBuffer: 'unavailable', virtualCamera: 'off' });
    expect(rows.map(({ obstacle }) => obstacle !== null)).toEqual([false, false, true, false]);
    expect(rows[2]?.obstacle).toContain('Settings › Output › Replay Buffer');
  });
});
