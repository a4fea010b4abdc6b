import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deepMerge } from '#shared/kernel/index.ts';
import { Configuration } from './configuration.ts';
import { changedPaths, pathTouches } from './changed-paths.ts';

const schema = z.object({
  obs: z
    .object({ host: z.string().default('127.0.0.1'), port: z.number().int().max(65_535).default(4455) })
    .prefault({}),
  channels: z.array(z.string()).default(['one']),
  greeting: z.string().nullable().default(null),
});

describe('configuration', () => {
  it('keeps every default that is not overridden, at any depth', () => {
    expect(new Configuration('Chat', schema).current).toEqual(schema.parse({}));
    expect(new Configuration('Chat', schema, {}).current).toEqual(schema.parse({}));
    const partial = new Configuration('Chat', schema, { obs: { port: 4466 } });
    expect(partial.current).toEqual({
      obs: { host: '127.0.0.1', port: 4466 },
      channels: ['one'],
      greeting: null,
    });
  });

  it('reports the changed paths, and replaces lists whole', () => {
    const configuration = new Configuration('Chat', schema);
    const change = configuration.apply({ obs: { port: 4466 }, channels: ['two', 'three'] });
    expect(change).toMatchObject({ ok: true, value: { paths: ['obs.port', 'channels'] } });
    expect(configuration.current.channels).toEqual(['two', 'three']);
    expect(configuration.apply({ obs: { port: 4466 } })).toMatchObject({ value: { paths: [] } });
  });

  it('refuses an invalid value, names its path, and changes nothing', () => {
    const configuration = new Configuration('Chat', schema, { obs: { port: 4466 } });
    const change = configuration.apply({ obs: { port: 'high' }, greeting: 'hello' });
    expect(change).toMatchObject({
      ok: false,
      error: { code: 'configuration.invalid', kind: 'configuration' },
    });
    expect(change.ok ? '' : change.error.message).toMatch(/settings of Chat.*obs\.port/);
    expect(configuration.current).toMatchObject({ obs: { port: 4466 }, greeting: null });
    expect(() => new Configuration('Chat', schema, { obs: { port: 70_000 } })).toThrow(/obs\.port/);
  });

  it('previews a change without applying it', () => {
    const configuration = new Configuration('Chat', schema);
    expect(configuration.preview({ greeting: 'hello' })).toMatchObject({ value: { paths: ['greeting'] } });
    expect(configuration.current.greeting).toBeNull();
  });

  it('names unknown keys', () => {
    expect(new Configuration('Chat', schema, { obs: { prot: 1 }, greetings: 'x' }).unknownKeys()).toEqual([
      'obs.prot',
      'greetings',
    ]);
  });
});

describe('merging', () => {
  it('never reaches a prototype', () => {
    const evil: unknown = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    const merged = deepMerge({ a: 1 }, evil);
    expect(merged).toEqual({ a: 1 });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('changes nothing and reports no path when merged with itself', () => {
    const settings = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(settings, settings, (base, over) => {
        const merged = deepMerge(base, over);
        expect(deepMerge(merged, over)).toEqual(merged);
        expect(changedPaths(merged, deepMerge(merged, over))).toEqual([]);
      }),
    );
  });

  it.each([
    ['obs', 'obs.port', true],
    ['obs.port', 'obs', true],
    ['obs.port', 'obs.host', false],
    ['obs', 'obstacle', false],
    ['', 'obs', true],
  ])('tells if %s is affected by a change at %s: %s', (watched, changed, touched) => {
    expect(pathTouches(watched, changed)).toBe(touched);
  });
});
