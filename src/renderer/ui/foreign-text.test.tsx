// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { isolate } from '#shared/kernel/index.ts';
import { requestWords } from '../data/obs-words.ts';
import { ForeignText } from './foreign-text.tsx';

/** Expressions that hold what others wrote, where they would be drawn as a child of an element. */
const bare =
  /[^=$]\{(?:(?:message|repliedTo|reply|latest|last)\.(?:displayName|userName|text|channelTitle)|(?:event|record|condition|cause|missed|waiting|fault|lastFailure)\.message|(?:bot|file|saved)\.name|shot\.scene|scene|rewardTitle|user\.displayName|headline|verdict\.headline|problem\.headline|health\.summary|step\.title|lineOf\([^)]*\))\}/u;
const fence = /<(ForeignText|bdi)\b[^>]*>\s*\{[^}]*\}\s*<\/\1>/gu;

const sources = import.meta.glob<string>(['../{app,features}/**/*.tsx', '!../**/*.test.tsx'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

describe('foreign text', () => {
  it('runs in its own direction', () => {
    render(<ForeignText>{'nasty \u202etxet lever'}</ForeignText>);
    const drawn = screen.getByText(/nasty/u);
    expect(drawn.tagName).toBe('BDI');
    expect(drawn.getAttribute('dir')).toBe('auto');
  });

  it('is found when it is drawn bare', () => {
    expect(bare.test('<p> {message.text}</p>')).toBe(true);
    expect(bare.test('<p> <ForeignText>{message.text}</ForeignText></p>'.replaceAll(fence, ''))).toBe(false);
  });

  it.each(['nasty \u202etxet lever', 'שלום', 'مرحبا'])(
    'turns nothing in the label of a command on %j',
    (name) => {
      const label = requestWords({ kind: 'scene', scene: name });
      expect(label).not.toContain('\u202e');
      expect(label).toBe(`Switch to “${isolate(name)}”`);
    },
  );

  it('is drawn bare in no panel either', () => {
    expect(bare.test('<Button> {scene}</Button>')).toBe(true);
    expect(bare.test('<td> {lineOf(component, now)}</td>')).toBe(true);
  });

  it.each(Object.keys(sources))('is drawn bare nowhere in %s', (file) => {
    expect(sources[file]?.replaceAll(fence, '')).not.toMatch(bare);
  });
});
