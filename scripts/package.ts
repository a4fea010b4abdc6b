/**
 * `npm run package`: makes an unpacked program in out/package, and a Debian package on Linux, without a
 * download if Electron is installed. `-- --installers` makes the installers of this system by
 * electron-builder. `-- --as-built` takes the build as it is. docs/subjects/packaging.md lists the checks.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform, type AfterPackContext } from 'electron-builder';
import { electronVersion } from './launch/electron-binary.ts';
import { ensureBuild } from './launch/ensure-build.ts';
import { runScript } from './launch/run-script.ts';
import { buildDebian, debianObstacle } from './package/build-debian.ts';
import { builderConfig, executableName } from './package/builder-config.ts';
import { judgeContents, judgeSize, megabytes } from './package/contents.ts';
import { compareFuses, describeFuses, readFuses, setFuses } from './package/fuses.ts';
import { writeLicences } from './package/licences.ts';
import {
  fromRoot,
  licensedPackages,
  mitNotice,
  planPackage,
  productSchema,
  readArchive,
  sizeOf,
  type PackagePlan,
} from './package/project.ts';

const root = resolve(import.meta.dirname, '..');
const output = 'out/package';
const { values: flags } = parseArgs({
  options: {
    installers: { type: 'boolean', default: false },
    'as-built': { type: 'boolean', default: false },
  },
});

const product = productSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** An unpacked Electron on this machine; null lets electron-builder download it. */
const findElectron = (): { readonly folder: string; readonly version: string } | null => {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) return null;
  return { folder, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') };
};

/** Finds the program and its resources in an unpacked package. */
const placesIn = (appOutDir: string, platform: string) =>
  platform === 'darwin'
    ? {
        program: join(appOutDir, 'Cuelight.app'),
        resources: join(appOutDir, 'Cuelight.app/Contents/Resources'),
      }
    : {
        program: join(appOutDir, platform === 'win32' ? 'Cuelight.exe' : executableName),
        resources: join(appOutDir, 'resources'),
      };

/** Throws when there are problems, so that electron-builder stops before it makes an installer. */
const refuse = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new Error(problems.join('\n'));
};

/** Completes and checks an unpacked package, before it is signed and packed into an installer. */
const finishPackage = async (
  plan: PackagePlan,
  { appOutDir, arch, electronPlatformName }: AfterPackContext,
) => {
  const { program, resources } = placesIn(appOutDir, electronPlatformName);
  // An Electron that was copied as a folder still has its own demonstration program.
  rmSync(join(resources, 'default_app.asar'), { force: true });
  rmSync(join(appOutDir, 'version'), { force: true });

  const archive = readArchive(join(resources, 'app.asar'));
  refuse(judgeContents(archive, plan.required, { platform: process.platform, arch: Arch[arch] }));
  const packages = licensedPackages(root, archive, plan.packages);
  if (!packages.ok) return refuse(packages.error);
  const licences = writeLicences(packages.value, mitNotice(root));
  if (!licences.ok) return refuse(licences.error);
  writeFileSync(join(resources, 'third-party-licences.txt'), licences.value);

  await setFuses(program);
  const fuses = await readFuses(program);
  refuse(compareFuses(fuses));

  const bytes = sizeOf(appOutDir);
  const tooLarge = judgeSize(bytes);
  refuse(tooLarge === null ? [] : [tooLarge]);
  console.log(`fuses: ${describeFuses(fuses)}`);
  console.log(
    `licences: ${packages.value.length} packages of others, ${archive.length} files in the archive`,
  );
  console.log(`size: ${megabytes(bytes)} unpacked in ${fromRoot(root, appOutDir)}`);
};

const makePackage = async (): Promise<string | null> => {
  const plan = planPackage(root);
  if (!plan.ok) return plan.error;
  // The installers of macOS are for two architectures, an unpacked Electron is for one.
  const electron = flags.installers && process.platform === 'darwin' ? null : findElectron();
  const wanted = electronVersion(root);
  console.log(
    electron
      ? `uses: Electron ${electron.version} in ${electron.folder}${wanted === electron.version ? '' : `, while package.json has ${wanted}`}`
      : 'uses: Electron of package.json, which electron-builder downloads',
  );
  await build({
    projectDir: root,
    publish: 'never',
    targets: Platform.current().createTarget(flags.installers ? null : 'dir'),
    config: {
      ...builderConfig({ files: plan.value.patterns, electron, output, environment: process.env }),
      afterPack: (context) => finishPackage(plan.value, context),
    },
  });
  // Contains nothing that the configuration doesn't.
  rmSync(join(root, output, 'builder-debug.yml'), { force: true });
  if (process.platform !== 'linux' || flags.installers) return null;
  const obstacle = debianObstacle();
  if (obstacle !== null) {
    console.log(`skipped: the Debian package, because ${obstacle}`);
    return null;
  }
  const folder = join(root, output);
  const unpacked = join(folder, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  const debian = buildDebian({ root, unpacked, output: folder, product, arch: process.arch });
  if (!debian.ok) return debian.error;
  console.log(`Debian package: ${fromRoot(root, debian.value)}`);
  return null;
};

const built = flags['as-built'] ? 0 : await ensureBuild(root);
if (built === 0) await runScript(makePackage);
else process.exitCode = built;
