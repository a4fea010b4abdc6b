/** One file in the archive of the packaged program. */
export interface PackedFile {
  /** Its path in the archive, with forward slashes and without one at the front. */
  readonly path: string;
  readonly read: () => Buffer;
}

/** The system that a package is made for. */
export interface PackageTarget {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

interface ContentRule {
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Files that must not reach a person's machine. */
const unwanted: readonly ContentRule[] = [
  { pattern: /\.map$/, reason: 'is a source map' },
  { pattern: /\.[mc]?tsx?$/, reason: 'is TypeScript' },
  { pattern: /\.(?:br|gz)$/, reason: 'is a compressed copy for the headless host' },
  { pattern: /(?:^|\/)(?:__tests__|tests?)\/|\.test\.[cm]?js$/, reason: 'is a test' },
  { pattern: /\.(?:md|markdown)$/i, reason: 'is documentation' },
  { pattern: /(?:^|\/)(?:\.env|.*\.(?:pem|p12|pfx|key))$/, reason: 'may hold a secret' },
];

const roots = /^(?:out|resources|node_modules)\/|^package\.json$/;
const scriptPattern = /\.[cm]?js$/;
const inlineMapPattern = /^\/\/[#@] sourceMappingURL=data:/m;

/** The machine in the header of an ELF file, by Node's name. */
const elfMachines: ReadonlyMap<string, number> = new Map([
  ['x64', 0x3e],
  ['arm64', 0xb7],
]);

/** Returns true when a native library starts with the header of the system's own. */
const isNative = (content: Buffer, { platform, arch }: PackageTarget): boolean => {
  if (content.length < 20) return false;
  if (platform === 'win32') return content.toString('latin1', 0, 2) === 'MZ';
  if (platform === 'darwin') return [0xcffaedfe, 0xcafebabe].includes(content.readUInt32BE(0));
  const isElf = content.readUInt32BE(0) === 0x7f454c46;
  return isElf && content.readUInt16LE(18) === (elfMachines.get(arch) ?? -1);
};

/**
 * Checks the files in the archive: only files that the program loads, nothing for other systems, and
 * everything that the program cannot start without. Empty without problems.
 */
export const judgeContents = (
  files: readonly PackedFile[],
  required: readonly string[],
  target: PackageTarget,
): string[] => {
  const paths = new Set(files.map(({ path }) => path));
  return [
    ...required.filter((path) => !paths.has(path)).map((path) => `${path} is missing in the package.`),
    ...files.flatMap(({ path, read }) => {
      if (!roots.test(path)) return [`${path} is in the package, but belongs to none of its folders.`];
      const rule = unwanted.find(({ pattern }) => pattern.test(path));
      if (rule) return [`${path} is in the package, but ${rule.reason}.`];
      if (path.endsWith('.node') && !isNative(read(), target))
        return [`${path} is in the package, but is not for ${target.platform} ${target.arch}.`];
      if (scriptPattern.test(path) && inlineMapPattern.test(read().toString('utf8')))
        return [`${path} is in the package, but contains a source map.`];
      return [];
    }),
  ];
};

/** Largest size of an unpacked package, in bytes. */
export const largestPackage = 300_000_000;

/** Returns a size in words, such as `287.4 MB`. */
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Checks the size of the unpacked package; null when it is small enough. */
export const judgeSize = (bytes: number): string | null =>
  bytes <= largestPackage
    ? null
    : `The package has ${megabytes(bytes)}, more than ${megabytes(largestPackage)}. Find what was added, and leave it out in scripts/package/desktop-files.ts.`;
