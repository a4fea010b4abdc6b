import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpText, readHeadlessArguments } from './command-line.ts';

describe('readHeadlessArguments', () => {
  it('has defaults for every option', () => {
    expect(readHeadlessArguments([])).toEqual({
      ok: true,
      value: {
        show: null,
        port: 4747,
        home: null,
        tokenFile: null,
        mode: null,
        logLevel: 'info',
        open: false,
        scenario: null,
        speed: 1,
        record: false,
        untilEnd: false,
      },
    });
  });

  it('accepts every option', () => {
    const line =
      '--port 0 --home data --token-file=data/token --rehearsal --log-level debug --open --scenario busy --speed 2.5 --record --until-end';
    expect(readHeadlessArguments(line.split(' '))).toEqual({
      ok: true,
      value: {
        show: null,
        port: 0,
        home: resolve('data'),
        tokenFile: resolve('data/token'),
        mode: 'rehearsal',
        logLevel: 'debug',
        open: true,
        scenario: 'busy',
        speed: 2.5,
        record: true,
        untilEnd: true,
      },
    });
  });

  it.each([
    ['--prot 1', 'Unknown option --prot.'],
    ['-x', 'Unknown option -x.'],
    ['--no-open', 'Unknown option --no-open.'],
    ['--__proto__ 1', 'Unknown option --__proto__.'],
    ['4747', '"4747" is not an option.'],
    ['-- --port', '"--port" is not an option.'],
    ['--port', 'The option --port needs a value.'],
    ['--port=', 'The option --port needs a value.'],
    ['--home --live', 'The option --home needs a value.'],
    ['--live=yes', 'The option --live takes no value.'],
    ['--port 65536', '"65536" is not a port. Use a whole number from 0 to 65535.'],
    ['--port -1', 'The option --port needs a value.'],
    ['--port 47.5', '"47.5" is not a port'],
    ['--port 0x10', '"0x10" is not a port'],
    ['--log-level loud', '"loud" is not a log level. Use debug, info, warning, error.'],
    ['--speed fast', '"fast" is not a speed'],
    ['--speed 0', '"0" is not a speed'],
    ['--speed 1001', '"1001" is not a speed'],
    ['--rehearsal --live', 'either a rehearsal or live'],
    ['--live --scenario busy', 'A live show has no scenario'],
    ['--live --until-end', 'A live show has no scenario to end'],
    ['--live --speed 2', 'A live show has no scenario'],
  ])('refuses %s in one sentence', (line, sentence) => {
    const result = readHeadlessArguments(line.split(' '));
    expect(result.ok ? '' : result.error.message).toContain(sentence);
    expect(result.ok ? '' : result.error.message).toMatch(/Run with --help to see the options\.$/);
  });

  it('lists every option in the help', () => {
    for (const option of [
      'port',
      'home',
      'token-file',
      'rehearsal',
      'live',
      'scenario',
      'speed',
      'record',
      'until-end',
      'log-level',
      'open',
    ])
      expect(helpText).toContain(`--${option} `);
  });
});
