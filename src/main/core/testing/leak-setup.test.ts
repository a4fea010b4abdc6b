import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leakLedger } from '#shared/kernel/testing/index.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullable() }),
      ),
    }),
  ),
});

const runPlanted = async (isolate: boolean): Promise<unknown> => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'leak-check-'));
  const output = join(folder, 'report.json');
  try {
    await new Promise<void>((resolve) => {
      execFile(
        process.execPath,
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          '--config=src/main/core/testing/planted/vitest.config.ts',
          `--isolate=${isolate}`,
          '--reporter=json',
          `--outputFile=${output}`,
        ],
        { cwd: root, env: { ...process.env, VITEST: undefined, VITEST_WORKER_ID: undefined } },
        // It ends with an error, as expected; the report has the details.
        () => resolve(),
      );
    });
    return JSON.parse(await readFile(output, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe('the leak check of every suite', () => {
  it.each([
    ['each in its own modules', true],
    ['in shared modules', false],
  ])(
    'fails exactly the tests that leave a timer, a listener or a handle behind, in files %s',
    { timeout: 60_000 },
    async (_how, isolate) => {
      const report = reportSchema.parse(await runPlanted(isolate));
      const file = (name: string) => report.testResults.find((result) => result.name.endsWith(name));
      const outcomes = Object.fromEntries(
        (file('leaks.planted.ts')?.assertionResults ?? []).map(({ title, status }) => [title, status]),
      );
      expect(outcomes).toEqual({
        'leaves a timer': 'failed',
        'leaves an interval, for a reason': 'passed',
        'leaves a listener on the process': 'failed',
        'leaves nothing': 'passed',
        'leaves a server open': 'passed',
      });
      expect(file('leaks.planted.ts')).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('TCPServerWrap'),
      });
      expect(file('allowed.planted.ts')?.status).toBe('passed');
    },
  );

  it('allows leaks only for a reason', () => {
    expect(() => leakLedger.allowLeaks(' ')).toThrow('Pass the reason');
    expect(() => leakLedger.allowHandles('')).toThrow('Pass the reason');
  });
});
