// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { afterEach, describe, expect, it } from 'vitest';
import { healthLevels } from '#shared/model/index.ts';
import { pressName } from '../a11y/use-shortcuts.ts';
import { allowOwnScriptsOnly, allowStyleTextOnly } from '../app/trusted-types.ts';
import type { LampLevel } from '../model/health.ts';
import { levelWord } from '../text/status-words.ts';
import { Lamp } from './lamp.tsx';
import { sparklinePath } from './sparkline.tsx';

window.matchMedia ??= () =>
  ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
afterEach(cleanup);

describe('lamp', () => {
  it('gives each level its own shape and its word', () => {
    const levels: LampLevel[] = [...healthLevels, 'off', 'not-set-up'];
    const drawings = levels.map((level) => {
      const { container } = render(
        <MantineProvider>
          <Lamp level={level} />
        </MantineProvider>,
      );
      expect(container.querySelector('bdi')?.textContent).toBe(levelWord(level));
      return container.querySelector('svg')?.innerHTML;
    });
    expect(new Set(drawings).size).toBe(levels.length);
  });
});

describe('sparkline', () => {
  it('breaks where nothing was observed', () =>
    expect(sparklinePath([1, 2, null, 2])).toMatch(/^M0 [\d.]+L1 [\d.]+M3 [\d.]+$/));
  it('draws a flat line of zeros at the bottom', () => expect(sparklinePath([0, 0])).toBe('M0 19.0L1 19.0'));
});

describe('key presses', () => {
  it.each([
    [{ key: 'T' }, 't'],
    [{ key: 'k', ctrlKey: true }, 'mod+k'],
    [{ key: 'K', metaKey: true }, 'mod+k'],
    [{ key: 'a', altKey: true }, null],
    [{ key: '?' }, '?'],
  ])('%o is %s', (press, name) =>
    expect(pressName({ ctrlKey: false, metaKey: false, altKey: false, ...press })).toBe(name),
  );
});

describe('trusted types', () => {
  it('accepts style text and rejects markup', () => {
    expect(allowStyleTextOnly(':root{--a:1px}')).toBe(':root{--a:1px}');
    expect(() => allowStyleTextOnly('<img onerror=alert(1)>')).toThrow('never turns text into markup');
  });
  it('accepts workers of its own origin only', () => {
    expect(allowOwnScriptsOnly('/assets/w.js', 'http://127.0.0.1:1/')).toBe('/assets/w.js');
    expect(() => allowOwnScriptsOnly('https://elsewhere.example/w.js', 'http://127.0.0.1:1/')).toThrow(
      'this origin only',
    );
  });
});
