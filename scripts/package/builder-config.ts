import type { Configuration } from 'electron-builder';

type Environment = Readonly<Record<string, string | undefined>>;

/** Facts of one run that the configuration depends on. */
export interface PackagingFacts {
  readonly files: readonly string[];
  /** Folder of an unpacked Electron; null when electron-builder downloads the version of package.json. */
  readonly electron: { readonly folder: string; readonly version: string } | null;
  /** Folder that packages are written to, from the root. */
  readonly output: string;
  readonly environment: Environment;
}

export const appId = 'app.cuelight.desktop';
/** Name of the program's file, of the package and of the desktop file on Linux. */
export const executableName = 'cuelight';

/** Packages of Debian and Ubuntu that Electron loads at run time. */
export const debianDepends = [
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libsecret-1-0',
  'libuuid1',
  'libxss1',
  'libxtst6',
  'xdg-utils',
];
/** Without a keyring, secrets last only for the session. */
export const debianRecommends = ['gnome-keyring | kwalletmanager', 'libayatana-appindicator3-1'];

const isSet = (environment: Environment, names: readonly string[]): boolean =>
  names.every((name) => (environment[name] ?? '') !== '');

/** Groups of variables, of which Apple's notarisation needs one. */
const notarisation = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
];

const azureVariables = {
  endpoint: 'CUELIGHT_AZURE_ENDPOINT',
  account: 'CUELIGHT_AZURE_ACCOUNT',
  profile: 'CUELIGHT_AZURE_PROFILE',
  publisher: 'CUELIGHT_PUBLISHER',
} as const;

/** Signing by Azure Trusted Signing. Without its variables, electron-builder uses `WIN_CSC_LINK`, if set. */
const azureSigning = (
  environment: Environment,
): Pick<NonNullable<Configuration['win']>, 'azureSignOptions'> =>
  isSet(environment, Object.values(azureVariables))
    ? {
        azureSignOptions: {
          endpoint: environment[azureVariables.endpoint] ?? '',
          codeSigningAccountName: environment[azureVariables.account] ?? '',
          certificateProfileName: environment[azureVariables.profile] ?? '',
          publisherName: environment[azureVariables.publisher] ?? '',
        },
      }
    : {};

const feedOf = ({
  CUELIGHT_UPDATE_FEED: feed = '',
}: Environment): NonNullable<Configuration['publish']> | null =>
  feed === '' ? null : { provider: 'generic', url: feed };

/**
 * Returns the configuration of electron-builder for all systems. Without `protocols`, no link on a web page
 * can start Cuelight: neither `cuelight://` nor the program's own `app://` is a scheme of the system.
 */
export const builderConfig = ({ files, electron, output, environment }: PackagingFacts): Configuration => ({
  appId,
  productName: 'Cuelight',
  copyright: 'The Cuelight team',
  directories: { output, buildResources: 'resources/icon' },
  files: [...files],
  asar: true,
  // The system can only load a library from a file.
  asarUnpack: ['**/*.node'],
  // Native packages have Node-API libraries, which fit every Electron.
  npmRebuild: false,
  nodeGypRebuild: false,
  // The program has no translations, and each locale of Chromium costs half a megabyte or more.
  electronLanguages: ['en-US'],
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  publish: feedOf(environment),
  // A release must not become an unsigned one when a certificate is missing.
  forceCodeSigning: environment['CUELIGHT_REQUIRE_SIGNING'] === '1',
  ...(electron ? { electronDist: electron.folder, electronVersion: electron.version } : {}),
  linux: {
    target: ['AppImage', 'deb'],
    executableName,
    syncDesktopName: true,
    icon: 'resources/icon',
    category: 'AudioVideo;Video;Network',
    synopsis: 'Control center for live streamers',
  },
  deb: {
    artifactName: '${name}_${version}_${arch}.${ext}',
    depends: debianDepends,
    recommends: debianRecommends,
    packageCategory: 'video',
    afterInstall: 'resources/linux/after-install.sh',
    afterRemove: 'resources/linux/after-remove.sh',
    appArmorProfile: 'resources/linux/apparmor-profile',
  },
  mac: {
    // The updater of macOS reads the zip.
    target: ['dmg', 'zip'].map((target) => ({ target, arch: ['arm64', 'x64'] })),
    category: 'public.app-category.video',
    icon: 'resources/icon/cuelight.icns',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/macos/entitlements.plist',
    entitlementsInherit: 'resources/macos/entitlements.plist',
    notarize: notarisation.some((group) => isSet(environment, group)),
  },
  dmg: { sign: false },
  win: {
    target: [{ target: 'nsis', arch: ['x64'] }],
    icon: 'resources/icon/cuelight.ico',
    ...azureSigning(environment),
  },
  nsis: {
    oneClick: true,
    // An update needs no administrator.
    perMachine: false,
    deleteAppDataOnUninstall: false,
    runAfterFinish: true,
  },
});
