import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRedactor } from '#shared/kernel/index.ts';
import { openLogging } from './logging.ts';

test('a log line has no secret in its message, its fields, its error, the stack or the cause', async () => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-log-'));
  const secret = 'tR4xq9LmZ2bK7vWd';
  const redactor = createRedactor();
  redactor.addSecret(secret);
  redactor.addSecret('message');
  const logging = await openLogging({ home, level: 'info', redactor });
  const cause = new Error(`connect failed ws://me:swordfish@127.0.0.1 (${secret})`);
  logging.logger
    .child('obs')
    .error(`no ${secret} in this message`, new Error(`{"password":"swordfish"} ${secret}`, { cause }), {
      said: encodeURIComponent(secret),
    });
  await logging[Symbol.asyncDispose]();
  const written = readFileSync(join(home, 'logs', 'cuelight.log'), 'utf8');
  rmSync(home, { recursive: true });
  expect(written).toContain('no [redacted] in this message');
  expect(written).toContain('ws://me:[redacted]@127.0.0.1');
  expect(written).not.toContain(secret);
  expect(written).not.toContain('swordfish');
});
