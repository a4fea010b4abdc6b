import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCountingIds, createSeededRandom, sleep } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { startRehearsalServers, parseScenario } from '#main/rehearsal/index.ts';
import { createComponentHarness, waitUntil, type ComponentLife } from '../testing/component-harness.ts';
import { createFastClock } from '#shared/kernel/testing/index.ts';
import { createTwitchChatBridge } from './twitch-chat-bridge.ts';

const speed = 20;

const openShow = async (name: string) => {
  const file = new URL(`../../../../resources/scenarios/${name}.yaml`, import.meta.url);
  const scenario = parseScenario(readFileSync(file, 'utf8'), name);
  if (!scenario.ok) throw scenario.error;
  const clock = createFastClock(speed);
  const stage = await startRehearsalServers({
    clock,
    random: createSeededRandom(21),
    ids: createCountingIds('show'),
    scenario: scenario.value,
  });
  const heard: ChatMessage[] = [];
  const bridge = createTwitchChatBridge({
    readPlace: () => ({
      url: stage.twitch.chatUrl,
      channel: stage.twitch.channel,
      login: stage.twitch.account.login,
      readToken: () => Promise.resolve(stage.twitch.account.token),
    }),
    deliver: (message) => void heard.push(message),
  });
  return { stage, bridge, heard, clock, harness: createComponentHarness({ id: 'twitch-chat', clock }) };
};

describe('the bridge during a show', () => {
  it('receives a lively show completely, once and in order', async () => {
    const { stage, bridge, heard, harness } = await openShow('lively-show');
    await using _stage = stage;
    const life = await harness.start(bridge);
    const said: string[] = [];
    const { say } = stage.twitch;
    stage.twitch.say = (member, text, options) => {
      const id = say(member, text, options);
      said.push(id);
      return id;
    };
    const player = stage.play();
    await waitUntil('the second run', () => player.run === 2, 15_000);
    player[Symbol.dispose]();
    await waitUntil('the last line', () => heard.at(-1)?.id === said.at(-1));
    // The text of a subscription is a message too, but not a chat message of the script.
    const subscriptions = heard.filter((message) => !said.includes(message.id));
    expect(subscriptions.map(({ text }) => text)).toEqual(['eleven months of wet socks, worth it']);
    expect(heard.filter((message) => said.includes(message.id)).map(({ id }) => id)).toEqual(said);
    expect(said.length).toBeGreaterThan(100);
    expect(heard.some((message) => message.text === '!status')).toBe(true);
    expect(harness.topics('twitch.raid')).toHaveLength(1);
    expect(harness.topics('twitch.subscription')).toHaveLength(1);
    expect(bridge.getStatus?.()['refusedLines']).toEqual({});
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('survives a bad evening when each lost connection is followed by another', async () => {
    const { stage, bridge, heard, clock, harness } = await openShow('bad-evening');
    await using _stage = stage;
    const lost: string[] = [];
    let life: ComponentLife = await harness.start(bridge);
    const player = stage.play();
    // Restarts like the core's supervisor, without its waits.
    const keepAlive = async (): Promise<void> => {
      while (player.act !== null && player.run === 1) {
        const fault = await Promise.race([life.failed, sleep(clock, 4_000)]);
        if (!fault) continue;
        lost.push(fault.code);
        await life.stop();
        life = await harness.start(bridge);
      }
    };
    await keepAlive();
    player[Symbol.dispose]();
    // The bridge moves at Twitch's request, so that only the silent link costs a connection.
    expect(lost).toEqual(['twitch.unreachable']);
    expect(heard.some((message) => message.text === 'and breathe')).toBe(true);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
    expect(await life.stop()).toEqual([]);
  });
});
