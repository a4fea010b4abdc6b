import { describe, expect, it } from 'vitest';
import { compareVersions, isVersion } from './version.ts';

describe('versions', () => {
  it('are ordered as Semantic Versioning orders them', () => {
    const ordered = [
      '0.9.9',
      '0.10.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '2.0.0',
    ];
    for (const [at, left] of ordered.entries())
      for (const [other, right] of ordered.entries())
        expect(Math.sign(compareVersions(left, right) ?? NaN), `${left} and ${right}`).toBe(
          Math.sign(at - other),
        );
  });

  it.each(['', '1', '1.0', 'v1.0.0', '1.0.0.0', '01.0.0', '1.0.0-', '1.0.0-01', '1.0.0+build', '1.0.0\n'])(
    'excludes %j',
    (text) => {
      expect(isVersion(text)).toBe(false);
      expect(compareVersions(text, '1.0.0')).toBeNull();
    },
  );
});
