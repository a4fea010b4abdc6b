import { makeHome, spawnHeadless, stopChild } from '../harness/program.ts';
import { expect, test } from '../harness/test.ts';

/** A process of its own that needs no window: one project is enough. */
test('@host a bad evening ends with every bridge healthy, and a ledger that matches what was broken', async () => {
  test.skip(test.info().project.name !== 'headless', 'a process of its own, whichever host the others use');
  test.setTimeout(120_000);
  const home = makeHome();
  const host = spawnHeadless(home.path, [
    '--log-level',
    'error',
    '--scenario',
    'bad-evening',
    '--speed',
    '20',
    '--until-end',
  ]);
  try {
    expect(await host.ended, host.output()).toBe(0);
    const last = host
      .output()
      .split('\n')
      .findLast((line) => line.startsWith('{'));
    const report: unknown = JSON.parse(last ?? '{}');
    expect(report).toMatchObject({
      scenario: 'bad-evening',
      bridges: 'healthy',
      unhealthy: [],
      unseen: 0,
      unexplained: 0,
    });
    const { outages, matched } = report as { outages: number; matched: number };
    expect(matched).toBeGreaterThanOrEqual(3);
    expect(matched).toBe(outages);
  } finally {
    await stopChild(host);
    home.remove();
  }
});
