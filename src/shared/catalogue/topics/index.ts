import { bridgeTopics } from './bridge.ts';
import type { EventRecord } from '../../model/index.ts';
import { chatTopics } from './chat.ts';
import { componentTopics } from './components.ts';
import type { AnyTopic, TopicKeep } from './define.ts';
import { discordTopics } from './discord.ts';
import { goLiveTopics } from './go-live.ts';
import { hostTopics } from './host.ts';
import { obsTopics } from './obs.ts';
import { operationTopics } from './operations.ts';
import { outageTopics } from './outages.ts';
import { pipelineTopics } from './pipelines.ts';
import { rehearsalTopics } from './rehearsal.ts';
import { settingsTopics } from './settings.ts';
import { showTopics } from './show.ts';
import { storeTopics } from './stores.ts';
import { twitchTopics } from './twitch.ts';
import { updateTopics } from './updates.ts';

/** All topics that Cuelight declares. */
export const topics: readonly AnyTopic[] = [
  ...componentTopics,
  ...operationTopics,
  ...pipelineTopics,
  ...hostTopics,
  ...settingsTopics,
  ...storeTopics,
  ...updateTopics,
  ...bridgeTopics,
  ...chatTopics,
  ...discordTopics,
  ...twitchTopics,
  ...obsTopics,
  ...goLiveTopics,
  ...outageTopics,
  ...showTopics,
  ...rehearsalTopics,
];

const byName: ReadonlyMap<string, AnyTopic> = new Map(
  topics.flatMap((each) => [...each.earlierNames, each.name].map((name) => [name, each] as const)),
);

/** Finds a topic by its current or an earlier name. Undefined for an unknown name. */
export const findTopic = (name: string): AnyTopic | undefined => byName.get(name);

/**
 * Returns the place where the journal stores events of this topic. Events of unknown topics are stored as
 * events.
 */
export const keepOf = (name: string): TopicKeep => findTopic(name)?.keep ?? 'events';

/**
 * Returns an event with references to chat messages in the place of the messages. Returns the same event when
 * its topic stores everything.
 */
export const withoutChat = (event: EventRecord): EventRecord => {
  const kept = findTopic(event.topic)?.kept(event.data);
  return kept ? { ...event, ...kept } : event;
};

/** Returns the family of a topic: the word before its first dot. */
export const familyOf = (name: string): string => name.split('.', 1)[0] ?? name;
