import { describe, expect, it } from 'vitest';
import { unknownObs } from '../model/obs-model.ts';
import { outputRows } from './obs-words.ts';

const nothing = unknownObs('obs:main');

describe('the outputs of OBS in words', () => {
  it.each([
    [{ streaming: null }, 'Stream', 'not known', null],
    [{ streaming: 'off' }, 'Stream', 'off', true],
    [{ streaming: 'starting' }, 'Stream', 'starts', null],
    [{ streaming: 'on' }, 'Stream', 'on air', false],
    [{ streaming: 'reconnecting' }, 'Stream', 'interrupted, reconnects', false],
    [{ streaming: 'stopping' }, 'Stream', 'stops', null],
    [{ recording: 'paused' }, 'Recording', 'paused', false],
    [{ replayBuffer: 'unavailable' }, 'Replay buffer', 'not there', null],
    [{ virtualCamera: 'unavailable' }, 'Virtual camera', 'not there', null],
  ] as const)('says of %o what its %s does, and what its button asks for', (change, title, state, next) => {
    const row = outputRows({ ...nothing, ...change }).find((each) => each.title === title);
    expect(row).toMatchObject({ state, next });
  });

  it('says what to do where an output is not there, and nothing where it is', () => {
    const rows = outputRows({ ...nothing, replayBuffer: 'unavailable', virtualCamera: 'off' });
    expect(rows.map(({ obstacle }) => obstacle !== null)).toEqual([false, false, true, false]);
    expect(rows[2]?.obstacle).toContain('Settings, Output, Replay Buffer');
  });
});
