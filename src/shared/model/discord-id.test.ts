import { describe, expect, it } from 'vitest';
import { readDiscordId } from './discord-id.ts';

describe('a Discord id that a person enters', () => {
  it.each([
    ['channel', '', ''],
    ['channel', ' 22 ', '22'],
    ['channel', 'https://discord.com/channels/1/2', '2'],
    ['server', 'https://discord.com/channels/1/2', '1'],
    ['channel', 'https://ptb.discord.com/channels/1/2/3', '2'],
    ['server', 'discordapp.com/channels/1/', '1'],
    ['channel', '<#22>', '22'],
    ['role', '<@&33>', '33'],
  ] as const)('as a %s, %j is read as %j', (of, input, id) => {
    expect(readDiscordId(of)(input)).toEqual({ ok: true, value: id });
  });

  it.each([
    ['channel', 'https://discord.com/channels/1'],
    ['channel', 'https://discord.com/channels/@me/2'],
    ['channel', 'https://discord.com.evil.com/channels/1/2'],
    ['channel', 'https://evil.com/discord.com/channels/1/2'],
    ['channel', 'https://discord.gg/abc'],
    ['channel', '#general'],
    ['channel', '<@&33>'],
    ['channel', '1 2'],
    ['channel', '1'.repeat(21)],
    ['role', 'https://discord.com/channels/1/2'],
    ['server', '<#22>'],
  ] as const)('as a %s, %j is refused with a hint what to enter', (of, input) => {
    expect(readDiscordId(of)(input)).toMatchObject({ error: expect.stringMatching(/Copy \w+ ID$/) });
  });
});
