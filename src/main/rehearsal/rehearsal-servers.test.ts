import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { waitUntil } from '#main/bridges/testing/component-harness.ts';
import { startRehearsalServers, parseScenario } from './index.ts';

const lively = () => {
  const file = new URL('../../../resources/scenarios/lively-show.yaml', import.meta.url);
  const result = parseScenario(readFileSync(file, 'utf8'), 'lively-show.yaml');
  if (!result.ok) throw result.error;
  return result.value;
};

const optionsOf = () => ({
  clock: createSystemClock(),
  random: createSeededRandom(11),
  ids: createCountingIds('servers'),
  scenario: lively(),
});

describe('the rehearsal servers', () => {
  it('start on loopback and play one scenario on all of them', async () => {
    await using servers = await startRehearsalServers({ ...optionsOf(), speed: 40 });
    expect(servers.twitch.chatUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(servers.discord.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/);
    expect(servers.obs.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(servers.obs.scenes).toEqual(lively().scenes);
    expect(servers.player).toBeNull();
    const player = servers.play();
    await waitUntil('the second run', () => player.run === 2);
    expect(player.lines).toBeGreaterThan(100);
    expect(servers.discord.messages().length).toBeGreaterThan(5);
    expect(servers.obs.currentScene).toBe('Main');
  });

  it('leave nothing behind when one of them cannot listen', async () => {
    await using first = await startRehearsalServers(optionsOf());
    const port = Number(new URL(first.twitch.chatUrl).port);
    await expect(startRehearsalServers({ ...optionsOf(), ports: { twitch: port } })).rejects.toMatchObject({
      code: 'rehearsal.port-taken',
    });
  });
});
