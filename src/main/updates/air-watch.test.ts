import { describe, expect, it } from 'vitest';
import { AirWatch, type ObservedOutputs } from './air-watch.ts';

const obs = (streaming: string | null, recording: string | null, id = 'obs:main'): ObservedOutputs => ({
  id,
  title: 'OBS',
  streaming,
  recording,
});

/** Watches one list of OBS after the other. Returns the reason after the last. */
const watch = (...moments: (readonly ObservedOutputs[])[]): string | null => {
  let present: readonly ObservedOutputs[] = [];
  const air = new AirWatch(() => present);
  for (const moment of moments) {
    present = moment;
    air.observe();
  }
  return air.reason();
};

describe('the program may stop', () => {
  it.each([
    ['without OBS', []],
    ['with OBS idle', [[obs('off', 'off')]]],
    ['with an OBS that was never seen', [[obs(null, null)]]],
    ['after the stream', [[obs('on', 'off')], [obs('off', 'off')]]],
    ['after OBS was lost while idle', [[obs('off', 'off')], [obs(null, null)]]],
    [
      'after OBS was lost on air and came back idle',
      [[obs('on', 'off')], [obs(null, null)], [obs('off', 'off')]],
    ],
    ['after the OBS on air was removed from the settings', [[obs('on', 'off')], []]],
  ])('%s', (_when, moments) => {
    expect(watch(...moments)).toBeNull();
  });
});

describe('the program must not stop', () => {
  it.each(['on', 'starting', 'stopping', 'reconnecting'])('while a stream is %s', (state) => {
    expect(watch([obs(state, 'off')])).toContain('A stream is running in');
  });

  it.each(['on', 'starting', 'stopping', 'paused'])('while a recording is %s', (state) => {
    expect(watch([obs('off', state)])).toContain('A recording is running in');
  });

  it('while a second OBS is on air', () => {
    expect(watch([obs('off', 'off'), obs('on', 'off', 'obs:second')])).toContain('A stream is running in');
  });

  it('after OBS was lost on air, since the stream goes on without Cuelight', () => {
    const reason = watch([obs('on', 'off')], [obs(null, null)]);
    expect(reason).toContain('had a stream running when its connection was lost');
    expect(watch([obs('off', 'on')], [obs(null, null)])).toContain('had a recording running');
  });
});
