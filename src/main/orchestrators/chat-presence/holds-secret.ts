import { Fault } from '#shared/kernel/index.ts';
import { sectionPaths } from './section-paths.ts';

/** Returns the fault of a text that contains a secret and was not sent. It never repeats the secret. */
export const holdsSecret = (what: 'message' | 'go-live notice'): Fault =>
  new Fault(
    'chat.looks-secret',
    what === 'message'
      ? 'The message contains one of your secrets or a token, so it wasn’t sent. Remove it, or send the message anyway.'
      : 'The go-live notice contains one of your secrets or a token, so it wasn’t posted. Allow this in the settings, or change the text before the next stream.',
    {
      kind: 'configuration',
      ...(what === 'go-live notice' && {
        action: {
          kind: 'open-settings',
          label: 'Open go-live settings',
          target: sectionPaths.goLive,
        },
      }),
    },
  );
