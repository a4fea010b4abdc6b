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

/** State of the Discord features that survives a restart. */
export interface DiscordMemory {
  readonly goLive: StateStore;
  readonly slash: StateStore;
}

export const forgetfulDiscord = (): DiscordMemory => ({ goLive: stateInMemory(), slash: stateInMemory() });

export interface DiscordPartsOptions {
  readonly config: () => ChatPresenceConfig;
  readonly discord: DiscordBridge;
  /** Source of title and category; undefined when there is only chat. */
  readonly twitch?: Pick<TwitchApi, 'channel' | 'getChannelInfo'> | undefined;
  readonly memory: DiscordMemory;
  readonly ids: IdSource;
  readonly describe: () => Situation;
  readonly show: () => { readonly state: string; readonly since: number } | null;
  readonly expectOwn: (note: OwnMessageNote) => void;
  /** Returns true for a text with a known secret or a token. */
  readonly holdsSecret: (text: string) => boolean;
}

/** Discord features beyond chat: slash commands and the go-live notice. */
export interface DiscordParts {
  readonly slash: SlashCommands;
  readonly goLive: GoLive;
  /**
   * Posts a message for a component id or a caller, and records the requester for its echo in chat. Fails
   * with `chat.looks-secret` for a text with a secret, unless its owner confirmed.
   */
  post(post: DiscordPost, cause: string, sendAnyway?: boolean): Promise<Result<DiscordPosted, Fault>>;
  /** Edits a message of the bridge, under the same rule for secrets. */
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
      isEnabled: () => options.config().commands.slash,
      store: options.memory.slash,
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

// Not waited for: both work once Discord is connected, and are idle until then.
const needs: readonly Need[] = [{ id: discordComponent, required: false, waits: false }];

export const registerDiscordParts = (register: Register, { slash, goLive }: DiscordParts): void => {
  register('slash-commands', slash, {
    title: 'Slash commands',
    description: 'Offers and answers commands on Discord.',
    needs,
    essential: false,
    settingsPath: sectionPaths.commands,
    restartOn: ['commands.slash', 'commands.globalCooldownSeconds', 'commands.userCooldownSeconds'],
    enabled: ({ discord, commands }) => discord.enabled && commands.slash,
  });
  register('go-live', goLive, {
    title: 'Go-live notice',
    description: 'Announces each stream once on Discord and marks it when it ends.',
    needs,
    essential: false,
    settingsPath: sectionPaths.goLive,
    restartOn: ['goLive'],
    enabled: (config) => config.discord.enabled && config.goLive.enabled,
  });
};

/** Reads Twitch's information about the stream; missing information stays unknown. */
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
