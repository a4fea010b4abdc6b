import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { argumentsInMode, readDesktopArguments } from './command-line.ts';

it.each([
  [[], {}, { home: null, mode: null, restartedAfterCrash: false }],
  [['.', '--home', '/data/show'], {}, { home: '/data/show' }],
  [['.', '--home=/data/show'], { CUELIGHT_HOME: '/other' }, { home: '/data/show' }],
  [['.'], { CUELIGHT_HOME: '/other' }, { home: '/other' }],
  [['.'], { CUELIGHT_HOME: '' }, { home: null }],
  [['.', '--home', 'show'], {}, { home: resolve('show') }],
  [['.', '--rehearsal'], {}, { mode: 'rehearsal' }],
  [['.', '--live'], {}, { mode: 'live' }],
  [['--no-sandbox', '.', '--original-process-start-time=1', '--live'], {}, { mode: 'live' }],
  [['.', '--restarted-after-crash'], {}, { restartedAfterCrash: true }],
])('reads %j with %j', (argv, env, expected) => {
  expect(readDesktopArguments(argv, env)).toMatchObject(expected);
});

it('keeps all flags except the mode for its own restart', () => {
  const argv = ['.', '--home', '/data/show', '--rehearsal', '--restarted-after-crash'];
  expect(argumentsInMode(argv, 'live')).toEqual(['.', '--home', '/data/show', '--live']);
});
