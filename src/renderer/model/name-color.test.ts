import { describe, expect, it } from 'vitest';
import { contrastOf, READABLE_CONTRAST, readableColor } from './name-color.ts';

const surfaces = { dark: '#1d222a', light: '#eceef2' } as const;

describe('colour of a name', () => {
  it('knows the ends of contrast', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#777777')).toBe(1);
    expect(contrastOf('red', '#ffffff')).toBeNull();
  });

  it('makes every colour that Twitch offers readable on both surfaces', () => {
    const parts = ['00', '33', '66', '99', 'cc', 'ff'];
    for (const red of parts) {
      for (const green of parts) {
        for (const blue of parts) {
          for (const surface of Object.values(surfaces)) {
            const shown = readableColor(`#${red}${green}${blue}`, surface);
            expect(shown, `#${red}${green}${blue} on ${surface}`).not.toBeNull();
            expect(contrastOf(shown ?? '', surface)).toBeGreaterThanOrEqual(READABLE_CONTRAST);
          }
        }
      }
    }
  });

  it('keeps a readable colour', () => {
    expect(readableColor('#9ACD32', surfaces.dark)).toBe('#9acd32');
    expect(readableColor('#0000FF', surfaces.light)).toBe('#0000ff');
  });

  it('changes a colour no more than necessary', () => {
    const blue = readableColor('#0000FF', surfaces.dark) ?? '';
    expect(blue).not.toBe('#ffffff');
    expect(contrastOf(blue, surfaces.dark)).toBeLessThan(READABLE_CONTRAST + 0.7);
  });

  it('returns null without a colour or a style sheet', () => {
    expect(readableColor(null, surfaces.dark)).toBeNull();
    expect(readableColor('#9ACD32', '')).toBeNull();
  });
});
