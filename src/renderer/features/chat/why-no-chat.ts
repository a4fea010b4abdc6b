import type { ComponentView } from '#shared/model/index.ts';
import { reasonOf } from '../../data/component-sentence.ts';

/** Why there is nothing to read, bridge by bridge. */
export const whyNoChat = (components: Iterable<ComponentView>, now: number): readonly string[] =>
  [...components]
    .filter(({ platform }) => platform === 'twitch' || platform === 'discord')
    .map((bridge) => `${bridge.title}: ${reasonOf(bridge, now) ?? 'connected, and nobody has written yet'}`);
