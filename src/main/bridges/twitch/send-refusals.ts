import { isolate } from '#shared/kernel/index.ts';
/** Messages for Twitch's NOTICEs about a message of ours, in plain words with a remedy. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['msg_ratelimit', 'Twitch dropped the message: too many messages in a short time. Wait 30 s.'],
  ['msg_duplicate', 'Twitch dropped the message: the same text was sent less than 30 s ago.'],
  ['msg_banned', 'Twitch dropped the message: the account is banned from this channel.'],
  ['msg_timedout', 'Twitch dropped the message: the account is timed out in this channel.'],
  ['msg_suspended', 'Twitch dropped the message: the account is suspended.'],
  ['msg_channel_suspended', 'Twitch dropped the message: the channel is suspended or does not exist.'],
  ['msg_channel_blocked', 'Twitch dropped the message: the account may not chat in this channel.'],
  [
    'msg_slowmode',
    'Twitch dropped the message: the channel is in slow mode. Wait, or make the account a moderator.',
  ],
  ['msg_subsonly', 'Twitch dropped the message: only subscribers may chat in this channel now.'],
  ['msg_emoteonly', 'Twitch dropped the message: only emotes are allowed in this channel now.'],
  [
    'msg_followersonly',
    'Twitch dropped the message: only followers may chat. Follow the channel with the account.',
  ],
  [
    'msg_followersonly_followed',
    'Twitch dropped the message: the account has not followed the channel long enough.',
  ],
  [
    'msg_followersonly_zero',
    'Twitch dropped the message: only followers may chat. Follow the channel with the account.',
  ],
  ['msg_r9k', 'Twitch dropped the message: the channel requires every message to be unique.'],
  ['msg_rejected', 'Twitch is holding the message until a moderator approves it.'],
  ['msg_rejected_mandatory', 'Twitch dropped the message: it contains words that the channel blocks.'],
  ['msg_bad_characters', 'Twitch dropped the message: it contains characters that are not allowed.'],
  [
    'msg_requires_verified_phone_number',
    'Twitch dropped the message: the account needs a verified phone number.',
  ],
  ['msg_verified_email', 'Twitch dropped the message: the account needs a verified e-mail address.'],
  ['msg_facebook', 'Twitch dropped the message: the account is not verified.'],
  ['msg_warned', 'Twitch dropped the message: the account must first accept a moderator’s warning.'],
  ['no_permission', 'Twitch refused the message: the account may not do that in this channel.'],
  ['unrecognized_cmd', 'Twitch refused the message: it starts like an unknown command.'],
  [
    'unavailable_command',
    'Twitch refused the message: it starts like a command that chat no longer supports.',
  ],
  ['invalid_parent', 'Twitch refused the reply: the original message was deleted.'],
]);

/** Returns the reason of a NOTICE that refuses the message just sent; undefined for other notices. */
export const refusalOfNotice = (msgId: string, text: string): string | undefined => {
  const known = refusals.get(msgId);
  if (known !== undefined) return known;
  return msgId.startsWith('msg_') ? `Twitch dropped the message: "${isolate(text)}"` : undefined;
};
