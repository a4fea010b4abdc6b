import type { ComponentView } from '#shared/model/index.ts';
import { reasonOf } from '../../text/component-sentence.ts';

/** The bridges that read chat; what else is of Twitch brings none. */
const readers: ReadonlySet<string> = new Set(['twitch-chat', 'discord']);

/** Why there is nothing to read, bridge by bridge. */
export const whyNoChat = (components: Iterable<ComponentView>, now: number): readonly string[] =>
  [...components]
    .filter(({ id }) => readers.has(id))
    .map((bridge) => `${bridge.title}: ${reasonOf(bridge, now) ?? 'connected, and nobody has written yet'}`);
