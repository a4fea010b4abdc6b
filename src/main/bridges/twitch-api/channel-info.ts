import { Fault, isolate } from '#shared/kernel/index.ts';
import type { TwitchChannelInfo, TwitchUser } from '../ports/index.ts';
import { channelInfoOf } from './api-answers.ts';
import type { HelixClient } from './helix-client.ts';
import { unreadableAnswer } from './helix-faults.ts';

/** Reads the information of a channel. */
export const readChannel = async (client: HelixClient, channel: TwitchUser): Promise<TwitchChannelInfo> => {
  const info = await client.channels.getChannelInfoById(channel.id);
  if (!info) throw unreadableAnswer('read the stream title');
  return channelInfoOf(info);
};

/** Returns the id of the category with exactly this name; '' removes the category. */
export const findCategory = async (client: HelixClient, name: string): Promise<string> => {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return '';
  const found = await client.search.searchCategories(name.trim(), { limit: 100 });
  const exact = found.data.find((category) => category.name.toLowerCase() === wanted);
  if (exact) return exact.id;
  const near = found.data.slice(0, 3).map((category) => `"${isolate(category.name)}"`);
  throw new Fault(
    'twitch.category-unknown',
    `Twitch has no category "${isolate(name)}".${near.length > 0 ? ` Similar: ${near.join(', ')}.` : ''}`,
    { kind: 'configuration' },
  );
};
