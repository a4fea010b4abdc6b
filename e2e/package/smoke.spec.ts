/**
 * The packaged program from outside: by its debugging port, its files and its exit codes. Playwright's own
 * way into Electron needs the inspector, which a fuse turns off.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type Page } from '@playwright/test';
import { compareFuses, readFuses } from '../../scripts/package/fuses.ts';
import { packagedProgram, startPackaged, type PackagedProgram } from './packaged-program.ts';

const makeHome = (): string => mkdtempSync(join(tmpdir(), 'cuelight-package-'));

/** Passes once the window shows a rehearsal whose connections are up. */
const expectRehearsal = async (page: Page): Promise<void> => {
  await expect(page.getByRole('region', { name: 'Rehearsal', exact: true })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(/Everything is healthy|Cuelight is running slowly/, {
    timeout: 120_000,
  });
};

/** Reads the starts and the chat in the journal of a program that has stopped. */
const readJournal = (home: string): { runs: number[]; chat: number; oldest: unknown } => {
  const database = new DatabaseSync(join(home, 'journal.db'), { readOnly: true });
  try {
    return {
      runs: database
        .prepare('SELECT started_at FROM runs ORDER BY started_at')
        .all()
        .map((row) => Number(row['started_at'])),
      chat: Number(database.prepare('SELECT count(*) AS n FROM chat').get()?.['n']),
      oldest: database.prepare('SELECT * FROM chat ORDER BY seq LIMIT 1').get(),
    };
  } finally {
    database.close();
  }
};

test.describe('the packaged program', () => {
  let home = '';
  let program: PackagedProgram | null = null;
  const start = async (): Promise<PackagedProgram> => (program = await startPackaged(home));
  test.beforeEach(() => {
    home = makeHome();
  });
  test.afterEach(async () => {
    await program?.stop();
    program = null;
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  test('starts, rehearses, keeps its journal over a restart and quits with code 0', async () => {
    const first = await start();
    const page = await first.connect();
    await expectRehearsal(page);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Chat' }).first().click();
    await expect(page.getByRole('main').getByRole('heading', { level: 1, name: 'Chat' })).toBeAttached();
    expect(await first.stop()).toBe(0);
    const kept = readJournal(home);
    expect(kept.chat).toBeGreaterThan(0);

    const second = await start();
    await expectRehearsal(await second.connect());
    expect(await second.stop()).toBe(0);
    const grown = readJournal(home);
    expect(grown.oldest).toEqual(kept.oldest);
    expect(grown.chat).toBeGreaterThan(kept.chat);
    expect(grown.runs.slice(0, kept.runs.length)).toEqual(kept.runs);
    expect(grown.runs.length).toBe(kept.runs.length + 1);
  });

  test('recovers its window after the page crashed', async () => {
    const running = await start();
    const page = await running.connect();
    await expectRehearsal(page);
    const [crashed = 0] = await running.pageProcesses();
    // The process 0 would be the group of this one.
    expect(crashed).toBeGreaterThan(0);
    process.kill(crashed, 'SIGKILL');
    await expect
      .poll(async () => (await running.pageProcesses()).filter((pid) => pid !== crashed).length)
      .toBeGreaterThan(0);
    await expectRehearsal(await running.connect());
    expect(await running.stop()).toBe(0);
  });

  test('has its fuses set, and never runs as plain Node or with an inspector', async () => {
    expect(compareFuses(await readFuses(packagedProgram))).toEqual([]);
    // As plain Node, it would run this text and end. With NODE_OPTIONS, it would look for the file and end.
    program = await startPackaged(home, ['--inspect=0', '-e', 'console.log("plain Node")'], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--require=/no/such/file',
    });
    await expectRehearsal(await program.connect());
    const output = program.process.output();
    for (const sign of ['plain Node', '/no/such/file', 'Debugger listening'])
      expect(output).not.toContain(sign);
    expect(await program.stop()).toBe(0);
  });
});
