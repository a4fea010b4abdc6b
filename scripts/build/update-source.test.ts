import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readUpdateSource } from '#main/updates/index.ts';
import { publicKeyText } from '#main/updates/publish.ts';
import { updateSourceOf } from './update-source.ts';

const newKey = (): string => publicKeyText(generateKeyPairSync('ed25519').publicKey);
const key = newKey();
const feed = 'https://updates.example/cuelight/';

describe('the source of updates of a build', () => {
  it('is none without an address and a key', () => {
    expect(updateSourceOf({})).toBeNull();
    expect(updateSourceOf({ CUELIGHT_UPDATE_FEED: '', CUELIGHT_UPDATE_KEY: '' })).toBeNull();
  });

  it.each([
    [feed, key],
    [feed, `${key}, ${newKey()}`],
    ['http://127.0.0.1:8080/', key],
  ])('is %s with %s, which the program accepts', (address, keys) => {
    const source = updateSourceOf({ CUELIGHT_UPDATE_FEED: address, CUELIGHT_UPDATE_KEY: keys });
    expect(source).toEqual({ feed: address, keys });
    expect(typeof readUpdateSource({ source, kind: 'deb' }, { version: '1.2.0', rehearsing: false })).toBe(
      'object',
    );
  });

  it.each([
    ['only an address', { CUELIGHT_UPDATE_FEED: feed }, 'Set both'],
    ['only a key', { CUELIGHT_UPDATE_KEY: key }, 'Set both'],
    [
      'an address that can be changed on its way',
      { CUELIGHT_UPDATE_FEED: 'http://updates.example/', CUELIGHT_UPDATE_KEY: key },
      'https://',
    ],
    ['a damaged key', { CUELIGHT_UPDATE_FEED: feed, CUELIGHT_UPDATE_KEY: key.slice(1) }, 'public keys'],
    ['a comma too many', { CUELIGHT_UPDATE_FEED: feed, CUELIGHT_UPDATE_KEY: `${key},` }, 'public keys'],
  ])('stops the build with %s', (_what, environment, message) => {
    expect(() => updateSourceOf(environment)).toThrow(message);
  });
});
