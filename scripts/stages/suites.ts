import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand, type StageResult } from './stage.ts';

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

const withReportFile = async <T>(use: (file: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-report-'));
  try {
    return await use(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const readReport = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
  if (!existsSync(file)) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
};

/** Lines that a suite prints to say what it ran on: `uses: real OBS Studio 29.0.2`, `skipped: real Electron: …`. */
const notesIn = (output: string): string[] => [
  ...new Set(output.split('\n').flatMap((line) => /^\s*((?:uses|skipped): .+?)\s*$/.exec(line)?.[1] ?? [])),
];

const heading = (name: string): void =>
  console.log(`\n── ${name} ${'─'.repeat(Math.max(2, 70 - name.length))}`);

/** Unit, component and contract tests. */
export const vitestStage = async (
  root: string,
  name: string,
  args: readonly string[],
): Promise<StageResult> => {
  heading(name);
  const started = performance.now();
  return await withReportFile(async (file) => {
    const command = [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ];
    const { code, output } = await runCommand(root, command, { timeoutMs: 900_000, env: { NO_COLOR: '1' } });
    const report = readReport(file, vitestReport);
    const failedTests = report ? report.numFailedTests : 0;
    return {
      name,
      passed: report?.numPassedTests ?? 0,
      // A file that could not even be loaded has no failed test of its own, and fails the stage all the same.
      failed: code === 0 ? failedTests : Math.max(1, failedTests),
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
      elapsedMs: performance.now() - started,
      notes: notesIn(output),
    };
  });
};

/** End-to-end specs in a browser and in every host that the machine offers. */
export const playwrightStage = async (
  root: string,
  name: string,
  args: readonly string[],
): Promise<StageResult> => {
  heading(name);
  const started = performance.now();
  return await withReportFile(async (file) => {
    const command = [
      'playwright',
      'test',
      '--config',
      'e2e/playwright.config.ts',
      '--reporter=list,json',
      ...args,
    ];
    const { code, output } = await runCommand(root, command, {
      timeoutMs: 1_200_000,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file, NO_COLOR: '1' },
    });
    const stats = readReport(file, playwrightReport)?.stats;
    const failed = stats?.unexpected ?? 0;
    return {
      name,
      passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: stats?.skipped ?? 0,
      elapsedMs: performance.now() - started,
      notes: [
        ...notesIn(output),
        ...(stats && stats.flaky > 0
          ? [`flaky: ${stats.flaky} end-to-end tests passed only when tried again`]
          : []),
      ],
    };
  });
};

/** A script of ours that prints `N passed, N failed` and its notes. */
export const scriptStage = async (
  root: string,
  name: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<StageResult> => {
  heading(name);
  const started = performance.now();
  const { code, output } = await runCommand(root, command, { timeoutMs });
  const counted = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1);
  const failed = Number(counted?.[2] ?? 0);
  return {
    name,
    passed: Number(counted?.[1] ?? 0),
    failed: code === 0 ? failed : Math.max(1, failed),
    skipped: Number(counted?.[3] ?? 0),
    elapsedMs: performance.now() - started,
    notes: notesIn(output),
  };
};
