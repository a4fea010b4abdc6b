import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  copyFileSync,
  chmodSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Result } from '#shared/kernel/index.ts';
import { executableName } from './builder-config.ts';
import {
  debianArchitecture,
  debianControl,
  debianVersion,
  desktopEntry,
  type ProductFacts,
} from './debian.ts';
import { sizeOf } from './project.ts';

/** Reason why this machine can't make a Debian package; null when it can. */
export const debianObstacle = (): string | null =>
  spawnSync('dpkg-deb', ['--version'], { stdio: 'ignore' }).status === 0
    ? null
    : 'dpkg-deb is not on this machine';

export interface DebianOptions {
  readonly root: string;
  /** Folder of the unpacked program. */
  readonly unpacked: string;
  /** Folder for the package. */
  readonly output: string;
  readonly product: ProductFacts;
  readonly arch: string;
}

const write = (file: string, text: string, mode = 0o644): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
};

/** Lays out the files of the package, in the places where electron-builder's own target puts them. */
const layOut = ({ root, unpacked, product }: DebianOptions, tree: string): void => {
  const program = join(tree, 'opt/Cuelight');
  cpSync(unpacked, program, { recursive: true, verbatimSymlinks: true });
  const linux = join(root, 'resources/linux');
  copyFileSync(join(linux, 'apparmor-profile'), join(program, 'resources/apparmor-profile'));
  // The updater reads from it which kind of package to install.
  write(join(program, 'resources/package-type'), 'deb');
  write(join(tree, `usr/share/applications/${executableName}.desktop`), desktopEntry(product));
  for (const icon of globSync('resources/icon/*.png', { cwd: root })) {
    const target = join(tree, 'usr/share/icons/hicolor', basename(icon, '.png'), 'apps');
    mkdirSync(target, { recursive: true });
    copyFileSync(join(root, icon), join(target, `${executableName}.png`));
  }
  const documents = join(tree, 'usr/share/doc', executableName);
  mkdirSync(documents, { recursive: true });
  copyFileSync(join(root, 'LICENSE'), join(documents, 'copyright'));
  symlinkSync(
    '/opt/Cuelight/resources/third-party-licences.txt',
    join(documents, 'third-party-licences.txt'),
  );
};

/** Makes a Debian package of the unpacked program. Returns its path. */
export const buildDebian = (options: DebianOptions): Result<string, string> => {
  const { root, output, product, arch } = options;
  const architecture = debianArchitecture(arch);
  if (architecture === null) return err(`Debian has no name for ${arch}.`);
  const tree = join(output, 'debian');
  rmSync(tree, { recursive: true, force: true });
  layOut(options, tree);
  write(join(tree, 'DEBIAN/control'), debianControl(product, architecture, sizeOf(tree)));
  for (const [script, name] of [
    ['after-install.sh', 'postinst'],
    ['after-remove.sh', 'postrm'],
  ] as const) {
    copyFileSync(join(root, 'resources/linux', script), join(tree, 'DEBIAN', name));
    chmodSync(join(tree, 'DEBIAN', name), 0o755);
  }
  const file = join(output, `${executableName}_${debianVersion(product.version)}_${architecture}.deb`);
  const made = spawnSync('dpkg-deb', ['--root-owner-group', '-Zzstd', '--build', tree, file], {
    encoding: 'utf8',
  });
  rmSync(tree, { recursive: true, force: true });
  return made.status === 0 ? ok(file) : err(`dpkg-deb failed: ${made.stderr.trim()}`);
};
