import { describe, expect, it } from 'vitest';
import { normaliseChannel } from './channel-name.ts';

describe('the channel a person enters', () => {
  it.each([
    ['lantern_cove', 'lantern_cove'],
    ['  #Lantern_Cove ', 'lantern_cove'],
    ['@Lantern_Cove', 'lantern_cove'],
    ['https://www.twitch.tv/Lantern_Cove', 'lantern_cove'],
    ['https://www.twitch.tv/lantern_cove/videos?filter=all', 'lantern_cove'],
    ['m.twitch.tv/lantern_cove', 'lantern_cove'],
    ['https://www.twitch.tv/popout/lantern_cove/chat', 'lantern_cove'],
    ['lantern cove', 'lanterncove'],
  ])('%s is %s', (input, channel) => {
    expect(normaliseChannel(input)).toEqual({ ok: true, value: channel });
  });

  it.each(['', '   ', '#', 'https://www.twitch.tv/'])('"%s" is no channel', (input) => {
    expect(normaliseChannel(input)).toMatchObject({ ok: false, error: { code: 'twitch.channel-missing' } });
  });

  it.each(['one,two', 'x'.repeat(26), 'näme', 'a;b', '#a#b', 'a\0b'])('%j cannot be a channel', (input) => {
    expect(normaliseChannel(input)).toMatchObject({ ok: false, error: { code: 'twitch.channel-invalid' } });
  });

  it('never lets a line break through', () => {
    expect(normaliseChannel('#a\r\nQUIT')).toEqual({ ok: true, value: 'aquit' });
  });
});
