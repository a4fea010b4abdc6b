import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { x } from 'tinyexec';
import type { JournalKillReport } from './journal-kill-report.ts';

const inspect = (file: string, { appended }: JournalKillReport): readonly string[] => {
  const problems: string[] = [];
  const database = new DatabaseSync(file, { readOnly: true });
  for (const [table, count] of [
    ['events', appended],
    ['chat', appended / 40],
  ] as const) {
    const held = database.prepare(`SELECT count(*) AS rows, count(DISTINCT id) AS ids FROM ${table}`).get();
    if (Number(held?.['rows']) !== count || Number(held?.['ids']) !== count)
      problems.push(
        `${count} ${table} were recorded, ${String(held?.['ids'])} are there in ${String(held?.['rows'])} rows.`,
      );
  }
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') problems.push(`The database is damaged: ${String(verdict)}.`);
  database.close();
  return problems;
};

/**
 * Runs a program whose journal process is killed this often; returns its report, and the problems as
 * sentences.
 */
export const killJournalProcess = async (
  subject: string,
  kills: number,
  seed: number,
): Promise<{ readonly report: JournalKillReport; readonly problems: readonly string[] }> => {
  const home = mkdtempSync(join(tmpdir(), 'cuelight-journal-kills-'));
  const { exitCode, stdout } = await x(process.execPath, [subject, home, String(kills), String(seed)], {
    nodeOptions: { stdio: ['ignore', 'pipe', 'inherit'] },
  });
  if (exitCode !== 0)
    throw new Error(`The program ended together with its journal's process (code ${String(exitCode)}).`);
  const report: JournalKillReport = JSON.parse(stdout);
  const problems = [...inspect(join(home, 'journal.db'), report)];
  if (report.dropped > 0) problems.push(`${report.dropped} records were dropped.`);
  if (!report.closed) problems.push('The journal closed without some records.');
  if (report.answeredReads === 0) problems.push('No read was answered.');
  if (!/^The journal's process ended \(SIG(?:KILL|SEGV)\) and was restarted\./.test(report.problem ?? ''))
    problems.push(`The journal said "${String(report.problem)}" at the end.`);
  rmSync(home, { recursive: true, force: true });
  return { report, problems };
};
