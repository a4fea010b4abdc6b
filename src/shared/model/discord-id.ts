import { err, ok, type Result } from '#shared/kernel/index.ts';

/** The kind of Discord object that an id in a setting refers to. */
export type DiscordIdOf = 'server' | 'channel' | 'role';

const howToFind: Readonly<Record<DiscordIdOf, string>> = {
  server: 'In Discord, right-click the server and choose Copy Server ID',
  channel: 'In Discord, right-click the channel and choose Copy Channel ID',
  role: 'In Discord, right-click the role in the server’s settings and choose Copy Role ID',
};

const link =
  /^(?:https?:\/\/)?(?:www\.|ptb\.|canary\.)?discord(?:app)?\.com\/channels\/(?<server>\d{1,20})(?:\/(?<channel>\d{1,20}))?(?:\/\d{1,20})?\/?(?:[?#].*)?$/i;
const mentions: Readonly<Record<DiscordIdOf, RegExp>> = {
  server: /^(?!)/,
  channel: /^<#(\d{1,20})>$/,
  role: /^<@&(\d{1,20})>$/,
};

/**
 * Reads a Discord id from pasted text: the number itself, a mention, or the link of a channel, which contains
 * its server too. An empty text stays empty. Refuses everything else with a sentence that says what to enter.
 */
export const readDiscordId =
  (of: DiscordIdOf) =>
  (input: string): Result<string, string> => {
    const text = input.trim();
    if (/^\d{0,20}$/.test(text)) return ok(text);
    const mentioned = mentions[of].exec(text)?.[1];
    if (mentioned !== undefined) return ok(mentioned);
    const linked = of === 'role' ? undefined : link.exec(text)?.groups?.[of];
    return linked === undefined
      ? err(`This is not the id of a Discord ${of}, which is a number. ${howToFind[of]}`)
      : ok(linked);
  };
