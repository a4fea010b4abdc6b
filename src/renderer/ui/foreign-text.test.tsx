// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { isolate } from '#shared/kernel/index.ts';
import { ForeignText } from './foreign-text.tsx';
import { obsSwitchScene } from '#shared/catalogue/operations/obs.ts';

describe('foreign text', () => {
  it('runs in its own direction', () => {
    render(<ForeignText>{'nasty \u202etxet lever'}</ForeignText>);
    const drawn = screen.getByText(/nasty/u);
    expect(drawn.tagName).toBe('BDI');
    expect(drawn.getAttribute('dir')).toBe('auto');
  });

  it('trims piles of combining marks, and keeps normal ones', () => {
    render(<ForeignText>{`Z${'\u0301'.repeat(50)} שִׁׁ֑ ที่ é`}</ForeignText>);
    const drawn = screen.getByText(/ที่/u).textContent;
    expect(drawn).toBe(`Z${'\u0301'.repeat(6)} שִׁׁ֑ ที่ é`);
  });

  it.each(['nasty \u202etxet lever', 'שלום', 'مرحبا'])(
    'turns nothing in the label of a command on %j',
    (name) => {
      const label = obsSwitchScene.summary({ id: 'obs:main', scene: name });
      expect(label).not.toContain('\u202e');
      expect(label).toBe(`Switch to “${isolate(name)}”`);
    },
  );
});
