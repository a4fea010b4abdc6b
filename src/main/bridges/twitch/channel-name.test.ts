import { describe, expect, it } from 'vitest';
import { normaliseChannel } from './channel-name.ts';

describe('a channel entered by a person', () => {
  it.each([
    ['lantern_cove', 'lantern_cove'],
    ['  #Lantern_Cove ', 'lantern_cove'],
    ['@Lantern_Cove', 'lantern_cove'],
    ['"lantern_cove"', 'lantern_cove'],
    ['twitch.tv/lantern_cove', 'lantern_cove'],
    ['https://www.twitch.tv/Lantern_Cove', 'lantern_cove'],
    ['HTTPS://WWW.TWITCH.TV/LANTERN_COVE/', 'lantern_cove'],
    ['https://www.twitch.tv/lantern_cove/videos?filter=all', 'lantern_cove'],
    ['https://www.twitch.tv/lantern_cove/clip/AbcDef-123', 'lantern_cove'],
    ['https://twitch.tv/lantern_cove#chat', 'lantern_cove'],
    ['m.twitch.tv/lantern_cove', 'lantern_cove'],
    ['https://www.twitch.tv/popout/lantern_cove/chat', 'lantern_cove'],
    ['https://www.twitch.tv/moderator/lantern_cove', 'lantern_cove'],
    ['https://www.twitch.tv/popout/moderator/lantern_cove/chat', 'lantern_cove'],
    ['https://www.twitch.tv/embed/lantern_cove/chat?parent=x', 'lantern_cove'],
    ['https://dashboard.twitch.tv/u/name_1/stream-manager', 'name_1'],
    ['https://dashboard.twitch.tv/popout/u/name_1/stream-manager/chat', 'name_1'],
    ['dashboard.twitch.tv/u/name_1', 'name_1'],
    ['https://dashboard.twitch.tv/u/u/home', 'u'],
    ['https://www.twitch.tv/u/name_1/stream-manager', 'name_1'],
    ['https://www.twitch.tv/name_1/about', 'name_1'],
    ['https://player.twitch.tv/?channel=Name_1&parent=x', 'name_1'],
  ])('%s is %s', (input, channel) => {
    expect(normaliseChannel(input)).toEqual({ ok: true, value: channel });
  });

  it.each(['', '   ', '#', '@', '""'])('"%s" is not a channel', (input) => {
    expect(normaliseChannel(input)).toMatchObject({ ok: false, error: { code: 'twitch.channel-missing' } });
  });

  it.each([
    'one,two',
    'name 1',
    'x'.repeat(26),
    'näme',
    'a;b',
    '#a#b',
    'a\0b',
    '#a\r\nQUIT',
    'name-1',
    'name\t1',
    'name\u00a01',
    'name\u30001',
    'na\u200bme',
    'twitch.tv/name 1',
    'twitch.tv/name%201',
    'https://dashboard.twitch.tv/u/name 1/home',
    'https://player.twitch.tv/?channel=name 1',
    'https://www.twitch.tv/',
    'twitch.tv',
    'https://www.twitch.tv/directory',
    'twitch.tv/settings/profile',
    'https://www.twitch.tv/videos/123',
    'https://www.twitch.tv/directory/category/art',
    'twitch.tv/popout',
    'https://clips.twitch.tv/AbcDef',
    'https://dashboard.twitch.tv/u',
    'https://dashboard.twitch.tv/',
    'https://dashboard.twitch.tv/viewer-rewards',
    'https://www.twitch.tv/chat/embed?channel=name_1',
    'https://www.twitch.tv/widgets/live_embed_player.swf?channel=name_1',
    'https://www.twitch.tv/oauth2/authorize?client_id=x',
    'https://www.twitch.tv/checkout/bits',
    'https://www.twitch.tv/v/123',
    'https://player.twitch.tv/?video=1',
    'https://youtube.com/lantern_cove',
    'kick.com/lantern_cove',
    'https://twitch.tv.evil.com/lantern_cove',
    'https://eviltwitch.tv/lantern_cove',
    'https://twitch.tv@evil.com/lantern_cove',
    'ftp://twitch.tv/lantern_cove',
    'twitch.tv/n%C3%A4me',
  ])('%j is refused with a hint what to enter', (input) => {
    expect(normaliseChannel(input)).toMatchObject({
      ok: false,
      error: {
        code: 'twitch.channel-invalid',
        message: expect.stringContaining('Enter the channel’s name, as in twitch.tv/name'),
      },
    });
  });
});
