/** A version by Semantic Versioning 2.0.0. Build metadata is not accepted: it would not be compared. */
interface Version {
  readonly numbers: readonly [number, number, number];
  readonly prerelease: readonly string[];
}

const part = '(?:0|[1-9]\\d{0,8})';
const word = '(?:0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const pattern = new RegExp(
  `^(?<major>${part})\\.(?<minor>${part})\\.(?<patch>${part})(?:-(?<prerelease>${word}(?:\\.${word})*))?$`,
);

const parse = (text: string): Version | null => {
  const groups = pattern.exec(text)?.groups;
  if (!groups) return null;
  const { major, minor, patch, prerelease } = groups;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split('.') ?? [],
  };
};

/** True for a complete version. */
export const isVersion = (text: string): boolean => parse(text) !== null;

const isNumber = (text: string): boolean => /^\d+$/.test(text);

const comparePrerelease = (left: readonly string[], right: readonly string[]): number => {
  // A version is newer than its prereleases.
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (one === other) continue;
    if (isNumber(one) && isNumber(other)) return Number(one) - Number(other);
    if (isNumber(one) !== isNumber(other)) return isNumber(one) ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
};

/**
 * Compares two versions: below 0 when the first is older, 0 when they are equal, above 0 when it is newer.
 * Null when one of them is no version.
 *
 * @example
 * ```ts
 * compareVersions('1.10.0', '1.9.9'); // => 1
 * compareVersions('1.0.0-beta.2', '1.0.0-beta.11'); // => -9
 * compareVersions('1.0.0', '1.0.0-rc.1'); // => 1
 * compareVersions('1.0', '1.0.0'); // => null
 * ```
 */
export const compareVersions = (left: string, right: string): number | null => {
  const [a, b] = [parse(left), parse(right)];
  if (!a || !b) return null;
  const index = a.numbers.findIndex((value, at) => value !== b.numbers[at]);
  if (index >= 0) return (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
  return comparePrerelease(a.prerelease, b.prerelease);
};
