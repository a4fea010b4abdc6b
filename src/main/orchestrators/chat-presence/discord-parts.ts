import type { Component, ComponentOptions, Need } from '#core/index.ts';
import {
  stateInMemory,
  type DiscordBridge,
  type DiscordMessagePlace,
  type DiscordPost,
  type DiscordPosted,
  type StateStore,
  type TwitchApi,
} from '#main/bridges/ports/index.ts';
import { err, type Fault, type IdSource, type Result } from '#shared/kernel/index.ts';
import type { ChatPresenceConfig } from './config.ts';
import { GoLive } from './go-live.ts';
import { nothingKnown, type StreamInfo } from './go-live-text.ts';
import { holdsSecret } from './holds-secret.ts';
import type { OwnMessageNote } from './inbox.ts';
import { discordComponent } from './platforms/discord.ts';
import { sectionPaths } from './section-paths.ts';
import { slashCatalogue, type Situation } from './slash-catalogue.ts';
import { SlashCommands } from './slash-commands.ts';

/** What Discord's parts know again after a restart. */
export interface DiscordMemory {
  readonly goLive: StateStore;
  readonly slash: StateStore;
}

export const forgetfulDiscord = (): DiscordMemory => ({ goLive: stateInMemory(), slash: stateInMemory() });

export interface DiscordPartsOptions {
  readonly config: () => ChatPresenceConfig;
  readonly discord: DiscordBridge;
  /** Where title and category come from; left out where there is only chat. */
  readonly twitch?: Pick<TwitchApi, 'channel' | 'getChannelInfo'> | undefined;
  readonly memory: DiscordMemory;
  readonly ids: IdSource;
  readonly describe: () => Situation;
  readonly show: () => { readonly state: string; readonly since: number } | null;
  readonly expectOwn: (note: OwnMessageNote) => void;
  /** True for a text with a known secret or a token in it. */
  readonly holdsSecret: (text: string) => boolean;
}

/** Discord beside its chat: commands that people choose from a list, and the notice that a stream began. */
export interface DiscordParts {
  readonly slash: SlashCommands;
  readonly goLive: GoLive;
  /**
   * Posts for somebody: a component id, or who asked. Where it comes back as chat, it is known whose it is. Fails with
   * `chat.looks-secret` for a text with a secret in it, unless its owner wants it sent anyway.
   */
  post(post: DiscordPost, cause: string, sendAnyway?: boolean): Promise<Result<DiscordPosted, Fault>>;
  /** Changes a message of ours, under the same rule. */
  edit(place: DiscordMessagePlace, text: string, sendAnyway?: boolean): Promise<Result<void, Fault>>;
}

const postFor =
  ({ discord, expectOwn }: Pick<DiscordPartsOptions, 'discord' | 'expectOwn'>) =>
  (post: DiscordPost, cause: string): Promise<Result<DiscordPosted, Fault>> => {
    expectOwn({ platform: 'discord', text: post.text, componentId: cause, messageId: null });
    return discord.post(post);
  };

export const createDiscordParts = (options: DiscordPartsOptions): DiscordParts => {
  const { config, discord } = options;
  const postAsOurs = postFor(options);
  const goLiveSecretIn = (...texts: readonly string[]): boolean =>
    !config().goLive.postSecrets && texts.some((text) => options.holdsSecret(text));
  return {
    post: async (post, cause, sendAnyway = false) =>
      !sendAnyway && [post.text, post.as?.name ?? ''].some((text) => options.holdsSecret(text))
        ? err(holdsSecret('message'))
        : postAsOurs(post, cause),
    edit: async (place, text, sendAnyway = false) =>
      !sendAnyway && options.holdsSecret(text) ? err(holdsSecret('message')) : discord.edit(place, text),
    slash: new SlashCommands({
      discord: options.discord,
      wanted: () => options.config().commands.slash,
      kept: options.memory.slash,
      expectOwn: options.expectOwn,
      catalogue: () => {
        const { globalCooldownSeconds, userCooldownSeconds } = options.config().commands;
        return slashCatalogue(options.describe, {
          globalCooldownMs: globalCooldownSeconds * 1_000,
          userCooldownMs: userCooldownSeconds * 1_000,
        });
      },
    }),
    goLive: new GoLive({
      config: () => options.config().goLive,
      discord: {
        post: async (post) =>
          goLiveSecretIn(post.text, post.as?.name ?? '')
            ? err(holdsSecret('go-live notice'))
            : postAsOurs(post, 'go-live'),
        edit: async (place, text) =>
          goLiveSecretIn(text) ? err(holdsSecret('go-live notice')) : discord.edit(place, text),
      },
      kept: options.memory.goLive,
      ids: options.ids,
      show: options.show,
      readStream: () => readStream(options),
    }),
  };
};

type Register = (id: string, component: Component, options: ComponentOptions<ChatPresenceConfig>) => void;

// Not waited for: both do their work when Discord is there, and stand by until then.
const needs: readonly Need[] = [{ id: discordComponent, required: false, waits: false }];

export const registerDiscordParts = (register: Register, { slash, goLive }: DiscordParts): void => {
  register('slash-commands', slash, {
    title: 'Slash commands',
    description: 'Offers commands on Discord, and answers them.',
    needs,
    essential: false,
    settingsPath: sectionPaths.commands,
    restartOn: ['commands.slash', 'commands.globalCooldownSeconds', 'commands.userCooldownSeconds'],
    enabled: ({ discord, commands }) => discord.enabled && commands.slash,
  });
  register('go-live', goLive, {
    title: 'Go-live notice',
    description: 'Announces each stream once on Discord, and says when it is over.',
    needs,
    essential: false,
    settingsPath: sectionPaths.goLive,
    restartOn: ['goLive'],
    enabled: (config) => config.discord.enabled && config.goLive.enabled,
  });
};

/** What Twitch knows of the stream; what it does not tell stays unknown. */
const readStream = async ({
  config,
  twitch,
}: Pick<DiscordPartsOptions, 'config' | 'twitch'>): Promise<StreamInfo> => {
  const login = twitch?.channel?.login ?? config().twitch.channel;
  const place =
    login === '' ? nothingKnown : { ...nothingKnown, channel: login, url: `https://twitch.tv/${login}` };
  if (!twitch?.channel) return place;
  const info = await twitch.getChannelInfo();
  const known = { ...place, channel: twitch.channel.displayName };
  return info.ok ? { ...known, title: info.value.title, category: info.value.category?.name ?? null } : known;
};
