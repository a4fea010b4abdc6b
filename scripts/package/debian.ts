import { debianDepends, debianRecommends, executableName } from './builder-config.ts';

/** Facts of the program, from package.json. */
export interface ProductFacts {
  readonly version: string;
  readonly description: string;
  readonly homepage: string;
  readonly author: { readonly name: string; readonly email: string };
}

/** Debian's names of Node's architectures. */
const architectures: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['arm', 'armhf'],
]);

/** Returns Debian's name of an architecture; null for one without. */
export const debianArchitecture = (arch: string): string | null => architectures.get(arch) ?? null;

/** Returns the version in Debian's order, in which `~` comes before everything: 1.0.0~beta before 1.0.0. */
export const debianVersion = (version: string): string => version.replaceAll('-', '~');

const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
};

/** Returns the control file of the package. `installedBytes` is the size of its files. */
export const debianControl = (
  { version, description, homepage, author }: ProductFacts,
  architecture: string,
  installedBytes: number,
): string =>
  `${[
    `Package: ${executableName}`,
    `Version: ${debianVersion(version)}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${author.name} <${author.email}>`,
    `Installed-Size: ${Math.ceil(installedBytes / 1_024)}`,
    `Depends: ${debianDepends.join(', ')}`,
    `Recommends: ${debianRecommends.join(', ')}`,
    'Section: video',
    'Priority: optional',
    `Homepage: ${homepage}`,
    'Description: Control center for live streamers',
    ...wrap(description, 78).map((line) => ` ${line}`),
  ].join('\n')}\n`;

/** Returns the entry of the desktop's menu. */
export const desktopEntry = ({ description }: Pick<ProductFacts, 'description'>): string =>
  `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Cuelight',
    'GenericName=Control center for live streamers',
    `Comment=${description}`,
    `Exec=/opt/Cuelight/${executableName}`,
    `Icon=${executableName}`,
    'Terminal=false',
    `StartupWMClass=${executableName}`,
    'Categories=AudioVideo;Video;Network;',
  ].join('\n')}\n`;
