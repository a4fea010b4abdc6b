import { expect, test } from '../harness/test.ts';

/** Items that only a run of Electron itself can fail: a trial may use a version without security fixes. */
const mayFail = ['The Electron version is supported'];

test('@host the security check of the running program fails for no guard', async ({ page, openPage }) => {
  await openPage('Settings');
  await page.getByRole('navigation', { name: 'Settings sections' }).getByText('Security').click();
  await page.getByRole('button', { name: 'Check again' }).click();
  const list = page.getByRole('list', { name: 'Security checklist' });
  await expect(list.getByRole('listitem')).toHaveCount(20, { timeout: 30_000 });
  const rows = (await list.getByRole('listitem').allInnerTexts()).map((row) => row.split('\n'));
  const failed = rows.filter((row) => row.at(-1) === 'Failed' && !mayFail.includes(row[0] ?? ''));
  expect(failed.map((row) => row.join(' · '))).toEqual([]);
  expect(rows.filter((row) => row.at(-1) === 'Proved').length).toBeGreaterThanOrEqual(2);
});
