import { bridgeTopics } from './bridge.ts';
import { chatTopics } from './chat.ts';
import { componentTopics } from './components.ts';
import type { AnyTopic } from './define.ts';
import { discordTopics } from './discord.ts';
import { obsTopics } from './obs.ts';
import { pipelineTopics } from './pipelines.ts';
import { twitchTopics } from './twitch.ts';

/** Every topic that Cuelight declares. */
export const topics: readonly AnyTopic[] = [
  ...componentTopics,
  ...pipelineTopics,
  ...bridgeTopics,
  ...chatTopics,
  ...discordTopics,
  ...twitchTopics,
  ...obsTopics,
];

const byName: ReadonlyMap<string, AnyTopic> = new Map(topics.map((each) => [each.name, each]));

/** Finds a topic by its name. Undefined for a name of another version or of nobody. */
export const findTopic = (name: string): AnyTopic | undefined => byName.get(name);
