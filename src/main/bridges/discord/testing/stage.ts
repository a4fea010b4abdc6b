import { createComponentHarness, type ComponentHarness } from '../../testing/component-harness.ts';
import { createRealClock } from '../../testing/fake-clock.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from '#main/rehearsal/discord/index.ts';
import type { CastMember } from '#main/rehearsal/platform-ports.ts';
import { createCountingIds, createSeededRandom, type Clock } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import type { DiscordBridge } from '#main/bridges/ports/index.ts';
import { createDiscordBridge, type DiscordBridgeOptions } from '../discord-bridge.ts';
import type { DiscordPlace } from '../discord-settings.ts';

export const viewer: CastMember = {
  login: 'maple_otter',
  displayName: 'Maple Otter',
  color: null,
  roles: [],
};
export const moderator: CastMember = {
  login: 'quiet_heron',
  displayName: 'Quiet Heron',
  color: null,
  roles: ['moderator'],
};
export const broadcaster: CastMember = {
  login: 'lamp_keeper',
  displayName: 'Lamp Keeper',
  color: null,
  roles: ['broadcaster'],
};

/** A simulated Discord, a bridge to it and the events of the bridge; disposed by `await using`. */
export interface DiscordStage extends AsyncDisposable {
  readonly discord: DiscordRehearsalServer;
  readonly bridge: DiscordBridge;
  readonly harness: ComponentHarness;
  readonly heard: ChatMessage[];
  readonly texts: () => readonly string[];
  /** Advances the bridge's clock by this much time; timers are not advanced. */
  readonly passTime: (ms: number) => void;
}

export const openStage = async (
  options: Partial<DiscordBridgeOptions> & Partial<DiscordPlace> = {},
): Promise<DiscordStage> => {
  const realClock = createRealClock();
  let passed = 0;
  const clock: Clock = { ...realClock, monotonic: () => realClock.monotonic() + passed };
  const discord = await createDiscordRehearsal({
    clock: realClock,
    random: createSeededRandom(7),
    ids: createCountingIds('session'),
  });
  const heard: ChatMessage[] = [];
  const { apiUrl, guildId, channelId } = discord;
  const place: DiscordPlace = { apiUrl, guildId, channelId, ...options };
  const bridge = createDiscordBridge({
    readPlace: () => place,
    readToken: () => Promise.resolve(discord.botToken),
    deliver: (message) => void heard.push(message),
    ...options,
  });
  return {
    discord,
    bridge,
    harness: createComponentHarness({ id: 'discord', clock }),
    heard,
    passTime: (ms) => {
      passed += ms;
    },
    texts: () => heard.map((message) => message.text),
    [Symbol.asyncDispose]: () => discord[Symbol.asyncDispose](),
  };
};
