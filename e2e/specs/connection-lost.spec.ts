import type { WebSocketRoute } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

const patience = { timeout: 30_000 };

test.describe('@host the window without its host', () => {
  test.beforeEach(() => {
    test.skip(test.info().project.name !== 'headless', 'only the headless host is reached by a WebSocket');
  });
  test.setTimeout(120_000);

  test('dims the Stage, hollows its lamps, stops its motion and disables its switches', async ({
    page,
    openPage,
  }) => {
    await openPage('Stage');
    const graph = page.getByRole('application', { name: 'Graph of all components' });
    const card = graph.getByRole('group', { name: /^OBS, / });
    await expect(card).toBeVisible(patience);

    let isDown = false;
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/\/socket$/, async (socket) => {
      if (isDown) {
        await socket.close();
        return;
      }
      sockets.push(socket, socket.connectToServer());
    });
    await page.reload();
    const main = page.getByRole('main');
    const switches = graph.getByRole('switch');
    const moving = graph.locator('animateMotion');
    const opacity = () => main.evaluate((element) => Number(getComputedStyle(element).opacity));
    await expect(card).toHaveAccessibleName(/^OBS, healthy/, patience);
    await expect(moving).not.toHaveCount(0, patience);
    await expect(switches.first()).toBeEnabled();
    expect(await opacity()).toBe(1);

    isDown = true;
    await Promise.all(sockets.splice(0).map((socket) => socket.close()));

    await expect(page.getByRole('banner')).toContainText('Lost connection to Cuelight', patience);
    await expect(card).toHaveAccessibleName(/^OBS, unknown/);
    await expect(graph.locator('[data-level="healthy"]')).toHaveCount(0);
    await expect(graph.locator('[data-level="unknown"]')).not.toHaveCount(0);
    await expect(moving).toHaveCount(0);
    for (const each of await switches.all()) await expect(each).toBeDisabled();
    expect(await opacity()).toBeLessThan(1);

    // The window retries automatically. A click on the button would race with that.
    isDown = false;
    await expect(card).toHaveAccessibleName(/^OBS, healthy/, patience);
    await expect(switches.first()).toBeEnabled();
    expect(await opacity()).toBe(1);
  });
});
