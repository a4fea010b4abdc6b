import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogRecord } from '@logtape/logtape';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '#shared/kernel/index.ts';
import { LogFile } from './log-file.ts';
import { openLogging } from './logging.ts';

class Terminal extends EventEmitter {
  text = '';
  failure: string | null = null;

  write(chunk: string | Uint8Array): boolean {
    if (this.failure !== null)
      this.emit('error', Object.assign(new Error(this.failure), { code: this.failure }));
    else this.text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  }
}

describe('the log', () => {
  let home: string;
  let terminal: Terminal;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cuelight-log-'));
    terminal = new Terminal();
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const file = (): string => readFileSync(join(home, 'logs', 'cuelight.log'), 'utf8');

  it.each(['EPIPE', 'EIO', 'ENOSPC'])(
    'continues in the file when standard error fails with %s, and reports it once',
    async (code) => {
      const logging = await openLogging({ home, level: 'info', redactor: createRedactor(), terminal });
      terminal.failure = code;
      for (let line = 0; line < 50; line += 1) logging.logger.info(`line ${line}`);
      await new Promise((resolve) => setImmediate(resolve));
      logging.logger.info('the last line');
      await logging[Symbol.asyncDispose]();
      expect(file()).toContain('line 49');
      expect(file()).toContain('the last line');
      expect(file().match(/Standard error is closed/g)).toHaveLength(1);
      expect(terminal.listenerCount('error')).toBe(0);
    },
  );

  it.each([
    ['a file blocks its folder', () => writeFileSync(join(home, 'logs'), 'in the way')],
    ['a folder blocks its file', () => mkdirSync(join(home, 'logs', 'cuelight.log'), { recursive: true })],
  ])('continues in the terminal when %s, and reports it once', async (_, spoil) => {
    spoil();
    const logging = await openLogging({ home, level: 'info', redactor: createRedactor(), terminal });
    for (let line = 0; line < 50; line += 1) logging.logger.info(`line ${line}`);
    await new Promise((resolve) => setImmediate(resolve));
    await logging[Symbol.asyncDispose]();
    expect(terminal.text).toContain('line 49');
    expect(terminal.text.match(/Log lines are not saved/g)).toHaveLength(1);
  });

  it('removes secrets from the message, the fields, the error, the stack and the cause', async () => {
    const secret = 'tR4xq9LmZ2bK7vWd';
    const redactor = createRedactor();
    redactor.addSecret(secret);
    redactor.addSecret('message');
    const logging = await openLogging({ home, level: 'info', redactor, terminal });
    const cause = new Error(`connect failed ws://me:swordfish@127.0.0.1 (${secret})`);
    logging.logger
      .child('obs')
      .error(`no ${secret} in this message`, new Error(`{"password":"swordfish"} ${secret}`, { cause }), {
        said: encodeURIComponent(secret),
      });
    await logging[Symbol.asyncDispose]();
    expect(file()).toContain('no [redacted] in this message');
    expect(file()).toContain('ws://me:[redacted]@127.0.0.1');
    expect(file()).not.toContain(secret);
    expect(file()).not.toContain('swordfish');
  });
});

describe('a log file', () => {
  const record = (timestamp: number): LogRecord => ({
    category: ['orchestrator'],
    level: 'info',
    message: [`at ${timestamp}`],
    rawMessage: `at ${timestamp}`,
    timestamp,
    properties: {},
  });

  it('is retried after half a minute, and records how many lines are missing', () => {
    const lines: string[] = [];
    const reasons: string[] = [];
    let isFull = false;
    const log = new LogFile(
      () =>
        ({ message }) => {
          if (isFull) throw new Error('ENOSPC: no space left on device');
          lines.push(message.join(''));
        },
      (reason) => reasons.push(reason),
    );
    log.write(record(0));
    isFull = true;
    for (const at of [1_000, 2_000, 3_000]) log.write(record(at));
    log.write(record(31_000));
    isFull = false;
    log.write(record(40_000));
    log.write(record(61_000));
    expect(lines).toEqual([
      'at 0',
      '5 log lines are missing here because the file could not be written.',
      'at 61000',
    ]);
    expect(reasons).toEqual(['ENOSPC: no space left on device']);
  });

  it('closes even when its last lines cannot be written', () => {
    const log = new LogFile(
      () =>
        Object.assign(() => undefined, {
          [Symbol.dispose]: () => {
            throw new Error('ENOSPC');
          },
        }),
      () => undefined,
    );
    log.write(record(0));
    expect(() => log[Symbol.dispose]()).not.toThrow();
  });
});
