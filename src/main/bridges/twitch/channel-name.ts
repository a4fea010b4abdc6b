import { err, Fault, type Result } from '#shared/kernel/index.ts';
import { platformOf, readTwitchName } from '#shared/model/index.ts';

const openSettings = (label: string) =>
  ({ kind: 'open-settings', label, target: platformOf('twitch').settingsPath }) as const;

/**
 * Returns the channel's login for a person's input: a name, `#name`, `@name`, or an address of the channel.
 * Fails with `twitch.channel-missing` for an empty input and `twitch.channel-invalid` for an invalid one.
 */
export const normaliseChannel = (input: string): Result<string, Fault> => {
  const name = readTwitchName(input);
  if (!name.ok) {
    return err(
      new Fault('twitch.channel-invalid', `${name.error}.`, {
        kind: 'configuration',
        action: openSettings('Correct the Twitch channel'),
      }),
    );
  }
  if (name.value === '') {
    return err(
      new Fault('twitch.channel-missing', 'No Twitch channel is set. Enter the channel whose chat to read.', {
        kind: 'configuration',
        action: openSettings('Enter the Twitch channel'),
        notSetUp: true,
      }),
    );
  }
  return name;
};
