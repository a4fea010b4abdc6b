/**
 * The Electron versions that got security fixes when this version of Cuelight was built. Electron supports
 * its three newest major versions, and releases one every eight weeks.
 */
export const supportedElectron = {
  majors: [43, 44, 45],
  /** Day of the check against Electron's release schedule. */
  checkedOn: '2026-12-01',
} as const;

/** Days until the newest version of the list loses support: three releases of eight weeks. */
export const trustedDays = 3 * 8 * 7;

export type VersionSupport = 'supported' | 'outdated' | 'unknown';

/**
 * Returns the support of an Electron version on a day. Unknown for a version that is newer than the list, and
 * for every version once the list is too old to say.
 */
export const supportOf = (version: string, now: number): VersionSupport => {
  const major = Number(/^\d+/.exec(version)?.[0]);
  const majors: readonly number[] = supportedElectron.majors;
  if (!Number.isInteger(major) || major > Math.max(...majors)) return 'unknown';
  if (major < Math.min(...majors)) return 'outdated';
  const ageDays = (now - Date.parse(supportedElectron.checkedOn)) / 86_400_000;
  return ageDays > trustedDays ? 'unknown' : 'supported';
};
