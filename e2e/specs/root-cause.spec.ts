import { expect, test } from '../harness/test.ts';

const patience = { timeout: 30_000 };
/** No connection has a problem. A machine that others keep busy may be called slow, rightly. */
const sound = /Everything is healthy|Cuelight is running slowly/;

test.setTimeout(120_000);

test('the plan of a stop names what loses its connection, and the verdict then names who stopped it', async ({
  page,
  openPage,
}) => {
  const banner = page.getByRole('banner');
  await openPage('Stage');
  await expect(banner).toContainText(sound, patience);
  // By the keyboard: an inspector that is already open may leave the card outside the visible Stage.
  await page
    .getByRole('group', { name: /^Rehearsal, / })
    .first()
    .press('Enter');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const plan = page.getByRole('dialog', { name: 'Stop Rehearsal' });
  await expect(plan).toContainText(/Twitch chat.*Discord.*OBS.*will lose their connection\./);
  await plan.getByRole('button', { name: 'Stop Rehearsal' }).click();

  await expect(banner).toContainText('Rehearsal was stopped by you', patience);
  const health = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /Health/ });
  const countIn = async (place: typeof banner): Promise<string | undefined> =>
    /\d+ problems?/.exec((await place.textContent()) ?? '')?.[0];
  await expect
    .poll(async () => {
      const counts = [await countIn(banner), await countIn(health)];
      return counts[0] !== undefined && counts[0] === counts[1];
    })
    .toBe(true);
  await banner.getByRole('button', { name: 'Start Rehearsal' }).click();
  await expect(banner).toContainText(sound, patience);
});

test('a drill is named by the verdict, whose button ends it', async ({ page, openPage }) => {
  const banner = page.getByRole('banner');
  await openPage('Rehearsal');
  await expect(banner).toContainText(sound, patience);
  await page.getByRole('radiogroup', { name: 'Server' }).getByText('OBS', { exact: true }).click();
  await page.getByRole('button', { name: 'Start drill OBS: Close OBS' }).click();
  await expect(banner).toContainText('Drill: OBS crash', patience);
  await banner.getByRole('button', { name: 'End the drill' }).click();
  await expect(banner).toContainText(sound, patience);
});
