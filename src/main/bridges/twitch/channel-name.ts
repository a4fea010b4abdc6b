import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { readTwitchName } from '#shared/model/index.ts';

/**
 * The channel's login out of whatever a person pastes: a name, `#name`, `@name`, or an address of the site.
 * Fails with `twitch.channel-missing` when nothing is given and `twitch.channel-invalid` when it cannot be a login.
 */
export const normaliseChannel = (input: string): Result<string, Fault> => {
  const channel = readTwitchName(input);
  if (channel === '') {
    return err(
      new Fault('twitch.channel-missing', 'No Twitch channel is set. Enter the channel whose chat to read.', {
        kind: 'configuration',
        action: { kind: 'open-settings', label: 'Enter the Twitch channel', target: 'chat-presence.twitch' },
        notSetUp: true,
      }),
    );
  }
  // A `#` or a comma further in would name a second channel in JOIN; a line break would start a second command.
  if (!/^[a-z0-9_]{1,25}$/.test(channel)) {
    return err(
      new Fault(
        'twitch.channel-invalid',
        `"${channel.slice(0, 60)}" cannot be a Twitch channel. Use the name in the channel's address: letters, digits and underscores, at most 25.`,
        {
          kind: 'configuration',
          action: {
            kind: 'open-settings',
            label: 'Correct the Twitch channel',
            target: 'chat-presence.twitch',
          },
        },
      ),
    );
  }
  return ok(channel);
};
