import { chatPlatforms, type ComponentView } from '#shared/model/index.ts';
import { reasonOf } from '../../text/component-sentence.ts';

/** True for the bridge of a platform's chat. A bridge that lives by the account alone, such as an API, brings none. */
export const carriesChat = ({ kind, platform, audience }: ComponentView): boolean =>
  kind === 'bridge' && audience !== 'account' && chatPlatforms.some(({ id }) => id === platform);

/** Why there is nothing to read, bridge by bridge. */
export const whyNoChat = (components: Iterable<ComponentView>, now: number): readonly string[] =>
  [...components]
    .filter(carriesChat)
    .map((bridge) => `${bridge.title}: ${reasonOf(bridge, now) ?? 'connected, and nobody has written yet'}`);
