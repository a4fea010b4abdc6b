import { expect, test as base } from '@playwright/test';
import type { Program } from './program.ts';
import { runtimes } from './runtimes.ts';

export { expect } from '@playwright/test';

export const pageNames = ['Stage', 'Health', 'Events', 'Chat', 'Rehearsal', 'Settings'] as const;
export type PageName = (typeof pageNames)[number];

interface WorkerFixtures {
  /** One running program for all specs of a file's worker; specs must leave it as they found it. */
  readonly program: Program;
}

interface TestFixtures {
  /** Goes to a page of the window by its entry in the rail. */
  readonly openPage: (name: PageName) => Promise<void>;
  /** Fails a test during which the page or the stand-in reported a problem. */
  readonly noProblems: void;
}

/** Playwright's test over a running program: `page` is its window, in whichever host the project names. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  program: [
    // Playwright reads the names of the fixtures it must make from this pattern.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, use, workerInfo) => {
      const runtime = runtimes.find((each) => each.name === workerInfo.project.name);
      if (!runtime) throw new Error(`No runtime is named ${workerInfo.project.name}`);
      const program = await runtime.start();
      await use(program);
      const code = await program.stop();
      expect(code, 'the program ends with code 0 when asked to stop').toBe(0);
    },
    { scope: 'worker', timeout: 60_000 },
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
    async ({ program }, use) => {
      program.takeProblems();
      await use();
      expect(program.takeProblems(), 'problems that the window reported').toEqual([]);
    },
    { auto: true },
  ],
});
