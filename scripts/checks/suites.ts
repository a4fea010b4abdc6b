import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { rememberDurations } from './durations.ts';
import { printHeading, runCommand, type Showing, type StageResult } from './check.ts';

/** Returns the first line of a test's failure message, without terminal colours. */
const firstLine = (message: string | undefined): string =>
  stripVTControlCharacters(message ?? 'it gave no reason').split('\n')[0] ?? '';

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Seconds of each test file. */
const durationsIn = (
  root: string,
  { testResults }: z.infer<typeof vitestReport>,
): ReadonlyMap<string, number> =>
  new Map(
    testResults.map(({ name, startTime, endTime }) => [
      relative(root, name).replaceAll('\\', '/'),
      Math.max(0, endTime - startTime) / 1_000,
    ]),
  );

/** Returns every failed test, or the file if it couldn't be loaded. */
const vitestFailures = (root: string, { testResults }: z.infer<typeof vitestReport>): string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages?.[0])}`,
    );
  });

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      projectName: z.string(),
      status: z.string(),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});
const playwrightSuite = z.object({
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
});

/** Returns every spec with this status, and the first line of its message. */
const playwrightSpecs = (suite: z.infer<typeof playwrightSuite>, status: string): string[] => [
  ...suite.specs.flatMap(({ title, file, tests }) =>
    tests
      .filter((test) => test.status === status)
      .map(({ projectName, results }) => {
        const error = results.find((result) => result.error)?.error;
        return `${file} (${projectName}): ${title}: ${firstLine(error?.message)}`;
      }),
  ),
  ...(suite.suites ?? []).flatMap((inner) => playwrightSpecs(inner, status)),
];

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

/**
 * Returns the lines in which a suite reports what it ran on: `uses: real OBS Studio 29.0.2`,
 * `skipped: real Electron: …`.
 */
const notesIn = (output: string): string[] => [
  ...new Set(output.split('\n').flatMap((line) => /^\s*((?:uses|skipped): .+?)\s*$/.exec(line)?.[1] ?? [])),
];

/**
 * Runs the unit, component and contract tests. Next to other stages, prints the output in one block at the
 * end.
 */
export const vitestStage = async (
  root: string,
  name: string,
  args: readonly string[],
  showing: Showing = 'as it comes',
): Promise<StageResult> => {
  if (showing === 'as it comes') printHeading(name);
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
    const { code, output } = await runCommand(root, command, {
      timeoutMs: 1_500_000,
      env: { NO_COLOR: '1' },
      showing,
    });
    if (showing === 'not at all') {
      printHeading(name);
      process.stdout.write(output);
    }
    const report = readReport(file, vitestReport);
    if (report) rememberDurations(root, durationsIn(root, report));
    const failedTests = report ? report.numFailedTests : 0;
    return {
      name,
      passed: report?.numPassedTests ?? 0,
      // A file that couldn't be loaded has no failed test, but must fail the stage.
      failed: code === 0 ? failedTests : Math.max(1, failedTests),
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
      elapsedMs: performance.now() - started,
      notes: notesIn(output),
      failures: report ? vitestFailures(root, report) : code === 0 ? [] : ['it ended without a report'],
    };
  });
};

/** Runs the end-to-end specs in a browser and in every host that the machine has. */
export const playwrightStage = async (
  root: string,
  name: string,
  args: readonly string[],
): Promise<StageResult> => {
  printHeading(name);
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
      timeoutMs: 1_800_000,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file, NO_COLOR: '1' },
    });
    const report = readReport(file, playwrightReport);
    const stats = report?.stats;
    const ended = (status: string): string[] =>
      report?.suites.flatMap((suite) => playwrightSpecs(suite, status)) ?? [];
    const failed = stats?.unexpected ?? 0;
    return {
      name,
      passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: stats?.skipped ?? 0,
      elapsedMs: performance.now() - started,
      notes: [
        ...notesIn(output),
        ...ended('flaky').map((spec) => `flaky, passed only when tried again: ${spec}`),
      ],
      failures: report ? ended('unexpected') : code === 0 ? [] : ['it ended without a report'],
    };
  });
};

/** Runs one of our scripts that prints `N passed, N failed` and its notes. */
export const scriptStage = async (
  root: string,
  name: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<StageResult> => {
  printHeading(name);
  const started = performance.now();
  const { code, output } = await runCommand(root, command, { timeoutMs });
  const counted = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1);
  const failed = Number(counted?.[2] ?? 0);
  const failures = [...output.matchAll(/^failed: (.+)$/gm)].flatMap(([, what]) => what ?? []);
  return {
    name,
    passed: Number(counted?.[1] ?? 0),
    failed: code === 0 ? failed : Math.max(1, failed),
    skipped: Number(counted?.[3] ?? 0),
    elapsedMs: performance.now() - started,
    notes: notesIn(output),
    failures: code === 0 || failures.length > 0 ? failures : [`it ended with code ${code}`],
  };
};
