import type { System } from '#core/index.ts';
import { chatPresenceConfig, type ChatPresenceConfig } from '#main/orchestrators/chat-presence/index.ts';
import type { SettingsStore } from '#main/settings/index.ts';
import { settingsChanged, settingsNotApplied } from '#shared/catalogue/topics/settings.ts';
import type { SettingsImpact } from '#shared/model/index.ts';
import type { Sections } from './settings-sections.ts';
import { rehearsalGoLive } from './system.ts';

/** The settings of chat presence, put together from their sections. */
export const readChatConfig = (store: SettingsStore, { chat }: Sections): ChatPresenceConfig =>
  chatPresenceConfig.parse({
    twitch: store.get(chat.twitch),
    discord: store.get(chat.discord),
    obs: store.get(chat.obs),
    goLive: store.get(chat.goLive),
    commands: store.get(chat.commands),
  });

export interface SettingsFlow extends Disposable {
  /** Which components begin anew when these keys change. */
  impactOf(path: string, changedKeys: readonly string[]): SettingsImpact;
}

/** Takes saved settings to the orchestrators. While rehearsing, what is about the real platforms waits for the next live run. */
export const followSettings = (parts: {
  readonly store: SettingsStore;
  readonly sections: Sections;
  readonly system: System;
  readonly rehearsing: boolean;
}): SettingsFlow => {
  const { store, sections, system, rehearsing } = parts;
  const ofRealPlatforms = new Set<string>([
    sections.chat.twitch.path,
    sections.chat.discord.path,
    sections.chat.obs.path,
  ]);
  const waits = (path: string): boolean =>
    path === sections.program.path ||
    path === sections.data.path ||
    (rehearsing && ofRealPlatforms.has(path));
  const runs = (id: string): boolean =>
    system.list().some((each) => each.id === id && each.wanted === 'running');
  const restartsOf = (path: string, keys: readonly string[]): readonly string[] => {
    const bySection: Readonly<Record<string, readonly string[]>> = {
      [sections.chat.twitch.path]: system
        .list()
        .filter(({ platform, wanted }) => platform === 'twitch' && wanted === 'running')
        .map(({ id }) => id),
      [sections.chat.discord.path]: ['discord'],
      [sections.chat.obs.path]: system
        .list()
        .filter(({ platform }) => platform === 'obs')
        .map(({ id }) => id),
      [sections.chat.goLive.path]: runs('go-live') ? ['go-live'] : [],
      [sections.chat.commands.path]: [
        'commands',
        // Whether chat is answered is none of its business.
        ...(keys.some((key) => key !== 'status') && runs('slash-commands') ? ['slash-commands'] : []),
      ],
      [sections.fsm.path]: ['show-state'],
    };
    return bySection[path] ?? [];
  };
  const apply = (path: string): void => {
    if (waits(path)) return;
    const result =
      path === sections.fsm.path
        ? system.applyConfig('fsm', store.get(sections.fsm))
        : system.applyConfig('chat-presence', chatPart(path));
    if (!result.ok) {
      const { code, message: reason } = result.error;
      system.events.emit('settings', settingsNotApplied({ path, code }, { reason }));
    }
  };
  const chatPart = (path: string): object => {
    const config = readChatConfig(store, sections);
    if (!rehearsing) return config;
    if (path === sections.chat.goLive.path) return { goLive: rehearsalGoLive(config.goLive) };
    return path === sections.chat.commands.path ? { commands: config.commands } : {};
  };
  const titleOf = (path: string): string =>
    sections.all.find((section) => section.path === path)?.title ?? path;
  const listening = store.onChange(({ path, keys, origin }) => {
    system.events.emit('settings', settingsChanged({ path, keys, origin }, { title: titleOf(path) }));
    apply(path);
  });
  return {
    impactOf: (path, changedKeys) => {
      if (changedKeys.length === 0 || waits(path)) return { live: [], restarts: [] };
      return { live: [], restarts: [...restartsOf(path, changedKeys)] };
    },
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
};
