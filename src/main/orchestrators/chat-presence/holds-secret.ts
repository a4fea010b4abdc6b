import { Fault } from '#shared/kernel/index.ts';
import { sectionPaths } from './section-paths.ts';

/** Fault for a text that holds a secret and was not sent. The secret is never repeated. */
export const holdsSecret = (what: 'message' | 'go-live notice'): Fault =>
  new Fault(
    'chat.looks-secret',
    what === 'message'
      ? 'The message contains one of your secrets or a token, so it was not sent. Take it out, or send the message anyway.'
      : 'The go-live notice contains one of your secrets or a token, so it was not posted. Allow that in the settings to post it, or change the text before the next stream.',
    {
      kind: 'configuration',
      ...(what === 'go-live notice' && {
        action: {
          kind: 'open-settings',
          label: 'Open the settings of the go-live notice',
          target: sectionPaths.goLive,
        },
      }),
    },
  );
