import { basename } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { ProgramKeeper } from './program-keeper.ts';
import type { Program } from './program.ts';
import { runtimeNamed } from './runtimes.ts';

export { expect } from '@playwright/test';

export const pageNames = ['Stage', 'Health', 'Events', 'Chat', 'Rehearsal', 'Settings'] as const;
export type PageName = (typeof pageNames)[number];

/** The limit for starting and stopping a program, apart from the limit of the spec. */
const programLimit = { timeout: 300_000 };

interface WorkerFixtures {
  /** Keeps the program of the file whose specs this worker runs. */
  readonly keeper: ProgramKeeper;
}

interface TestFixtures {
  /** The running program that the specs of one file share. Each spec leaves it as it found it. */
  readonly program: Program;
  /** Opens a page of the window by its sidebar entry. */
  readonly openPage: (name: PageName) => Promise<void>;
  /** Fails a test during which the page or the stand-in reported a problem. */
  readonly noProblems: void;
}

/** Playwright's test over a running program: `page` is its window, in whichever host the project names. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  keeper: [
    // Playwright reads the names of the fixtures it must make from this pattern.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, use, workerInfo) => {
      const keeper = new ProgramKeeper(runtimeNamed(workerInfo.project.name));
      await use(keeper);
      expect(await keeper.close(), 'every program ends with code 0 when asked to stop').toEqual([]);
    },
    { scope: 'worker', ...programLimit },
  ],
  program: [
    async ({ keeper }, use, testInfo) => {
      await use(await keeper.programOf(basename(testInfo.file)));
    },
    programLimit,
  ],
  page: async ({ program }, use) => {
    await use(program.page);
  },
  openPage: async ({ page }, use) => {
    await use(async (name) => {
      await page.keyboard.press('Escape');
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).first().click();
    });
  },
  noProblems: [
    async ({ keeper }, use, testInfo) => {
      const file = basename(testInfo.file);
      await keeper.leaveOthers(file);
      keeper.current(file)?.takeProblems();
      await use();
      expect(keeper.current(file)?.takeProblems() ?? [], 'problems that the window reported').toEqual([]);
    },
    { auto: true, ...programLimit },
  ],
});
