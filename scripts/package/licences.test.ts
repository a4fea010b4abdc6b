import { describe, expect, it } from 'vitest';
import { isAccepted, licenceFilePattern, writeLicences, type LicensedPackage } from './licences.ts';

const package_ = (fields: Partial<LicensedPackage>): LicensedPackage => ({
  name: 'zod',
  version: '4.0.0',
  licence: 'MIT',
  author: null,
  texts: ['Copyright (c) Zod'],
  ...fields,
});

describe('the file of licences', () => {
  it('has a section for each package, sorted by name, with all of its texts', () => {
    const written = writeLicences(
      [
        package_({}),
        package_({ name: 'discord.js', licence: 'Apache-2.0', texts: ['Apache\r\n', 'NOTICE'] }),
      ],
      'standard',
    );
    const text = written.ok ? written.value : '';
    expect(text).toContain('contains 2 packages');
    expect(text.indexOf('discord.js 4.0.0\nLicence: Apache-2.0\n\nApache\n\nNOTICE')).toBeGreaterThan(0);
    expect(text.indexOf('zod 4.0.0')).toBeGreaterThan(text.indexOf('discord.js'));
  });

  it('names a package in two places once, and in two versions twice', () => {
    const written = writeLicences([package_({}), package_({}), package_({ version: '3.0.0' })], 'standard');
    expect(written.ok && written.value).toContain('contains 2 packages');
  });

  it('has the standard text for a package under MIT that contains none', () => {
    const written = writeLicences([package_({ texts: [], author: 'A. Person' })], 'Permission is hereby …');
    expect(written.ok && written.value).toContain('Author: A. Person.\n\nPermission is hereby …');
  });

  it('is refused for a licence that is not accepted, and for a text that is missing', () => {
    const written = writeLicences(
      [
        package_({ name: 'a', licence: 'GPL-3.0' }),
        package_({ name: 'b', licence: '' }),
        package_({ name: 'c', licence: 'OFL-1.1', texts: [' '] }),
      ],
      'standard',
    );
    expect(written.ok ? [] : written.error).toEqual([
      expect.stringContaining('a 4.0.0 is under "GPL-3.0"'),
      expect.stringContaining('b 4.0.0 is under ""'),
      expect.stringContaining('c declares OFL-1.1, but contains no text'),
    ]);
  });
});

it.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['GPL-2.0 OR MIT', true],
  ['MIT AND OFL-1.1', true],
  ['Python-2.0', true],
  ['BlueOak-1.0.0', true],
  ['MIT AND GPL-2.0', false],
  ['SEE LICENSE IN FILE', false],
])('the expression %s is accepted: %s', (expression, expected) => {
  expect(isAccepted(expression)).toBe(expected);
});

it.each([
  ['LICENSE', true],
  ['license-mit', true],
  ['LICENCE.md', true],
  ['NOTICE.txt', true],
  ['COPYING', true],
  ['licenses.js.map', false],
  ['README.md', false],
])('the file %s belongs to a licence: %s', (name, expected) => {
  expect(licenceFilePattern.test(name)).toBe(expected);
});
