import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deepMerge, isPlainObject } from '#shared/kernel/index.ts';
import { Configuration } from './configuration.ts';
import { changedPaths, pathTouches } from './changed-paths.ts';

const schema = z.object({ port: z.number().default(1), host: z.string().default('here') });

describe('a refused configuration', () => {
  it('reports every issue with its path, and where to correct it', () => {
    const change = new Configuration('Chat', schema).apply({ port: 'x', host: 7 });
    expect(change.ok).toBe(false);
    if (change.ok) return;
    expect(change.error.message).toMatch(/^The settings of Chat are not valid: port: .+; host: .+$/);
    expect(change.error).toMatchObject({
      action: { kind: 'open-settings', label: 'Correct the settings', target: 'Chat' },
      details: {
        issues: [
          { path: 'port', message: expect.any(String) },
          { path: 'host', message: expect.any(String) },
        ],
      },
    });
  });

  it('is called the settings when it is refused as a whole', () => {
    const change = new Configuration('Chat', schema).apply('nonsense');
    expect(change.ok ? '' : change.error.message).toContain('the settings: ');
  });
});

describe('unknown keys', () => {
  it('are not searched for in values that are no objects', () => {
    const loose = z.object({
      any: z.unknown().default(1),
      inner: z.object({ a: z.number().default(1) }).prefault({}),
    });
    expect(new Configuration('Chat', loose, { any: { deep: 1 }, inner: {} }).unknownKeys()).toEqual([]);
    expect(
      new Configuration('Chat', z.object({ list: z.array(z.number()).default([]) }), {
        list: [1],
      }).unknownKeys(),
    ).toEqual([]);
  });
});

describe('a plain object', () => {
  it.each([
    [{}, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    ['text', false],
    [new Date(0), false],
    [new Map(), false],
  ])('is distinguished from everything else: %o', (value, plain) => {
    expect(isPlainObject(value)).toBe(plain);
  });
});

describe('merging', () => {
  it('keeps existing values that the change omits', () => {
    expect(deepMerge({ a: 1, b: { c: 2 } }, { a: undefined, b: { c: undefined } })).toEqual({
      a: 1,
      b: { c: 2 },
    });
    expect(deepMerge({ a: 1 }, undefined)).toEqual({ a: 1 });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('omits the key %s', (key) => {
    const over: unknown = JSON.parse(`{"${key}": {"polluted": true}, "b": 2}`);
    const merged = deepMerge({ a: 1 }, over);
    expect(Object.getOwnPropertyNames(merged)).toEqual(['a', 'b']);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('changed paths', () => {
  it.each([
    ['an object that becomes a scalar', { a: { b: 1 } }, { a: 1 }, ['a']],
    ['a scalar that becomes an object', { a: 1 }, { a: { b: 1 } }, ['a']],
    ['a list of the same items', { a: [1, 2] }, { a: [1, 2] }, []],
    ['a list that becomes something else', { a: [1] }, { a: '[1]' }, ['a']],
    ['something that becomes a list of the same text', { a: null }, { a: [null] }, ['a']],
    ['two instances of the same text', { a: new Date(0) }, { a: new Date(0) }, ['a']],
    ['a key that comes and one that goes', { a: 1 }, { b: 1 }, ['a', 'b']],
    ['the whole', 1, 2, ['']],
  ])('are reported for %s', (_, before, after, paths) => {
    expect(changedPaths(before, after)).toEqual(paths);
  });

  it.each([
    ['obs', 'obs', true],
    ['obs.port', '', true],
    ['', '', true],
    ['obs', 'chat', false],
  ])('affect a watched path: %s by %s: %s', (watched, changed, touched) => {
    expect(pathTouches(watched, changed)).toBe(touched);
  });
});
