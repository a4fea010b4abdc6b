import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { atMostCharacters } from './text-limits.ts';

describe('a limit of characters in a schema', () => {
  const title = z.string().trim().min(1).check(atMostCharacters(140)).optional();

  it.each(['x', '😀', '\u{1d400}', 'é'])('accepts 140 × %s and refuses 141', (character) => {
    expect(title.safeParse(character.repeat(140)).success).toBe(true);
    expect(title.safeParse(character.repeat(141)).success).toBe(false);
  });

  it('counts after trimming white space', () => {
    expect(title.parse(`  ${'😀'.repeat(140)}  `)).toBe('😀'.repeat(140));
  });

  it('reports the length of the text and the limit', () => {
    const { error } = title.safeParse('😀'.repeat(141));
    expect(error?.issues[0]?.message).toBe('Has 141 characters and may have 140. Shorten it');
  });

  it('passes the limit on to JSON Schema, which counts code points too', () => {
    const schema = z.object({
      title,
      name: z.string().check(atMostCharacters(9)).default('').meta({ title: 'N' }),
    });
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({
      properties: { title: { maxLength: 140, minLength: 1 }, name: { maxLength: 9, title: 'N' } },
    });
  });
});
