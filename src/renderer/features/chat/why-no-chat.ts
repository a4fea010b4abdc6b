import { chatPlatforms, type ComponentView } from '#shared/model/index.ts';
import { reasonOf } from '../../text/component-sentence.ts';

/**
 * True for a bridge that brings a platform's chat. A bridge that needs only the account, such as an API, does
 * not.
 */
export const carriesChat = ({ kind, platform, audience }: ComponentView): boolean =>
  kind === 'bridge' && audience !== 'account' && chatPlatforms.some(({ id }) => id === platform);

/** Returns for each chat bridge the reason why there are no messages. */
export const whyNoChat = (components: Iterable<ComponentView>, now: number): readonly string[] =>
  [...components]
    .filter(carriesChat)
    .map((bridge) => `${bridge.title}: ${reasonOf(bridge, now) ?? 'connected, no messages yet'}`);
