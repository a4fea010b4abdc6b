/**
 * A room of the code, and the rooms and packages that it may import. `npm run borders` enforces this table,
 * and ARCHITECTURE.md shows it. A file belongs to the room with the longest matching prefix.
 */
export interface Room {
  readonly name: string;
  /** Folder or file, from the project's root. */
  readonly prefix: string;
  /** Rooms that this room may import. */
  readonly imports: readonly string[];
  /** Packages (and `node:` for Node's own modules) that this room may import. */
  readonly packages: readonly string[];
  /**
   * Files that other rooms may import in addition to `index.ts`, from the prefix; `*` matches one name. Tests
   * may also import every file in a `testing` folder.
   */
  readonly entryPoints?: readonly string[];
  /** Entry points only for the tests of other rooms. */
  readonly testEntryPoints?: readonly string[];
  /** Rooms whose `testing/index.ts` only the `testing` folders of this room may import. */
  readonly testingImports?: readonly string[];
  /** Advice that is shown with every violation. */
  readonly advice: string;
}

/** Rooms that most rooms of the main process may import. */
const main = ['kernel', 'model', 'catalogue', 'core'] as const;

export const rooms: readonly Room[] = [
  {
    name: 'kernel',
    prefix: 'src/shared/kernel',
    entryPoints: ['*.ts'],
    imports: [],
    packages: [],
    advice: 'The kernel runs anywhere and depends on nothing: pass dependencies as arguments.',
  },
  {
    name: 'model',
    prefix: 'src/shared/model',
    entryPoints: ['diagnostic-bundle.ts', 'problem-count.ts', 'trouble-level.ts'],
    imports: ['kernel'],
    packages: ['zod'],
    advice: 'The model is data and its schemas: behaviour belongs to the room that acts on it.',
  },
  {
    name: 'catalogue',
    prefix: 'src/shared/catalogue',
    entryPoints: ['*/*.ts'],
    imports: ['kernel', 'model'],
    packages: ['zod'],
    advice: 'The catalogue only declares: no Node and no DOM. Implementations belong to the owner.',
  },
  {
    name: 'graph',
    prefix: 'src/shared/graph',
    imports: ['kernel', 'model'],
    packages: [],
    advice: 'Graph maths is pure: give it plain nodes and edges.',
  },
  {
    name: 'contract',
    prefix: 'src/shared/contract',
    entryPoints: ['streams.ts'],
    imports: ['kernel', 'model', 'catalogue'],
    packages: ['zod', '@orpc/contract'],
    advice: 'The contract declares the API; the gateway implements it.',
  },
  {
    name: 'core',
    prefix: 'src/main/core',
    entryPoints: ['component.ts', 'logger.ts', 'system-port.ts'],
    testEntryPoints: ['events/correlation.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph'],
    packages: ['zod', 'node:async_hooks', '@logtape/logtape'],
    advice: 'The core knows no platform, file, network or database: make it a component or a port.',
  },
  {
    name: 'bridge-ports',
    prefix: 'src/main/bridges/ports',
    imports: main,
    packages: [],
    advice: 'Ports are types and empty values: implement them elsewhere.',
  },
  {
    name: 'bridge-testing',
    prefix: 'src/main/bridges/testing',
    imports: [...main, 'bridge-ports'],
    packages: ['vitest', 'node:'],
    advice: 'The harness drives any bridge and imports none.',
  },
  ...(['twitch', 'discord', 'obs'] as const).map((platform) => ({
    name: `bridge-${platform}`,
    prefix: `src/main/bridges/${platform}`,
    imports: [
      ...main,
      'bridge-ports',
      ...{ twitch: ['bridge-twitch-http'], discord: ['files'], obs: [] }[platform],
    ],
    packages: [
      'zod',
      'node:',
      ...{ twitch: ['tmi.js', 'ws'], discord: ['discord.js'], obs: ['obs-websocket-js'] }[platform],
    ],
    advice: 'A bridge knows the core’s ports and its one platform library: talk to others through events.',
  })),
  {
    name: 'bridge-twitch-http',
    prefix: 'src/main/bridges/twitch-http',
    imports: ['kernel'],
    packages: ['node:'],
    advice:
      'It makes one HTTP call and describes its failures: callers choose the address and interpret the answer.',
  },
  {
    name: 'bridge-twitch-auth',
    prefix: 'src/main/bridges/twitch-auth',
    imports: [...main, 'bridge-ports', 'bridge-twitch-http'],
    packages: ['zod'],
    advice: "The sign-in provides tokens through its port and doesn't know their consumers.",
  },
  {
    name: 'bridge-twitch-api',
    prefix: 'src/main/bridges/twitch-api',
    imports: [...main, 'bridge-ports', 'bridge-twitch-http'],
    packages: ['zod', '@twurple/api'],
    advice: 'Helix reads tokens through the port: the sign-in itself belongs to twitch-auth.',
  },
  {
    name: 'bridge-twitch-events',
    prefix: 'src/main/bridges/twitch-events',
    imports: [...main, 'bridge-twitch', 'bridge-ports', 'bridge-twitch-http'],
    packages: ['zod', 'ws', 'node:'],
    advice: 'EventSub subscribes and catches up through ports: pass the interface in.',
  },
  {
    name: 'orchestrators',
    prefix: 'src/main/orchestrators',
    entryPoints: ['*/manifest.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph', 'core', 'bridge-ports'],
    packages: ['zod', 'xstate'],
    advice: 'Orchestrators talk through events and ports: take what you need as a constructor argument.',
  },
  {
    name: 'platform',
    prefix: 'src/main/platform',
    imports: [...main, 'files'],
    packages: ['zod', 'node:', '@logtape/'],
    advice:
      'The platform knows the machine (clock, network, files, log) and decides nothing: pass its observations on.',
  },
  {
    name: 'journal',
    prefix: 'src/main/journal',
    imports: main,
    packages: ['zod', 'node:'],
    advice: 'The journal stores what it is given: it calls no other room.',
  },
  {
    name: 'history',
    prefix: 'src/main/history',
    imports: [...main, 'journal'],
    packages: [],
    advice: 'History turns events into rows of the journal, and rows into answers: it sends no commands.',
  },
  {
    name: 'files',
    prefix: 'src/main/files',
    testEntryPoints: ['durable-file.ts'],
    imports: ['kernel'],
    packages: ['node:'],
    advice: 'It reads and writes files and explains failures: the content belongs to other rooms.',
  },
  {
    name: 'settings',
    prefix: 'src/main/settings',
    imports: [...main, 'files'],
    packages: ['zod', 'node:', '@napi-rs/keyring'],
    advice: 'Settings know schemas, not their consumers.',
  },
  {
    name: 'backup',
    prefix: 'src/main/backup',
    imports: [...main, 'files', 'journal', 'settings'],
    packages: ['zod', 'node:'],
    advice: 'A backup asks the journal and the settings for copies: it never opens their files.',
  },
  {
    name: 'updates-ports',
    prefix: 'src/main/updates/ports',
    imports: ['kernel'],
    packages: [],
    advice: 'Ports are types and closed lists: the host implements them.',
  },
  {
    name: 'updates',
    prefix: 'src/main/updates',
    entryPoints: ['publish.ts'],
    imports: [...main, 'files', 'updates-ports'],
    packages: ['zod', 'node:'],
    advice: 'Updates decide what may be installed: downloading and installing is the host’s library.',
  },
  {
    name: 'rehearsal',
    prefix: 'src/main/rehearsal',
    testEntryPoints: ['*/index.ts', 'platform-ports.ts', 'rehearsal-component.ts'],
    imports: main,
    packages: ['zod', 'ws', 'yaml', 'node:'],
    advice: 'Rehearsal speaks protocols: it must not know the bridges.',
  },
  {
    name: 'gateway-ports',
    prefix: 'src/main/gateway/ports',
    imports: [...main, 'contract'],
    packages: [],
    advice: 'Ports are types only.',
  },
  {
    name: 'gateway',
    prefix: 'src/main/gateway',
    imports: [...main, 'contract', 'gateway-ports'],
    packages: ['zod', '@orpc/', 'node:', 'ws'],
    advice:
      'The gateway reaches the system through its ports: add to gateway/ports and let composition adapt.',
  },
  {
    name: 'composition-ports',
    prefix: 'src/main/composition/ports',
    imports: [
      ...main,
      'contract',
      'bridge-ports',
      'bridge-twitch-auth',
      'orchestrators',
      'platform',
      'journal',
      'history',
      'settings',
      'backup',
      'rehearsal',
      'gateway-ports',
    ],
    packages: ['node:'],
    advice: 'It adapts one subject of the contract: the logic of the subject belongs in its own room.',
  },
  {
    name: 'composition',
    prefix: 'src/main/composition',
    imports: [
      ...main,
      'contract',
      'bridge-ports',
      'bridge-twitch',
      'bridge-discord',
      'bridge-obs',
      'bridge-twitch-auth',
      'bridge-twitch-api',
      'bridge-twitch-events',
      'orchestrators',
      'platform',
      'journal',
      'history',
      'settings',
      'backup',
      'rehearsal',
      'updates',
      'updates-ports',
      'host-shared',
      'composition-ports',
    ],
    packages: ['zod', 'node:'],
    advice: 'Composition builds the system, and a host presents it.',
  },
  {
    name: 'host-shared',
    prefix: 'src/main/hosts/shared',
    entryPoints: ['load-failure.ts'],
    imports: [...main, 'contract', 'gateway', 'gateway-ports'],
    packages: ['zod', 'node:', 'env-paths'],
    advice: 'Code shared by the hosts must not know either of them.',
  },
  {
    name: 'host-electron',
    prefix: 'src/main/hosts/electron',
    imports: [
      ...main,
      'contract',
      'files',
      'platform',
      'gateway',
      'gateway-ports',
      'host-shared',
      'updates-ports',
    ],
    packages: ['electron', 'electron-updater', 'zod', 'node:'],
    advice: 'The Electron host presents a system that composition built.',
  },
  {
    name: 'host-headless',
    prefix: 'src/main/hosts/headless',
    imports: [...main, 'contract', 'files', 'platform', 'gateway', 'gateway-ports', 'host-shared'],
    packages: ['zod', 'node:', 'ws', '@orpc/', 'env-paths', 'sirv'],
    advice: 'The headless host presents a system that composition built.',
  },
  {
    name: 'program-electron',
    prefix: 'src/main/desktop-program.ts',
    imports: ['composition', 'host-electron', 'host-shared'],
    packages: ['node:'],
    advice: 'A program connects composition with one host, in a few lines.',
  },
  {
    name: 'program-headless',
    prefix: 'src/main/headless-program.ts',
    imports: ['composition', 'host-headless', 'host-shared'],
    packages: ['node:'],
    advice: 'A program connects composition with one host, in a few lines.',
  },
  {
    name: 'entry-electron',
    prefix: 'src/main/index.ts',
    imports: ['program-electron', 'host-shared'],
    packages: ['electron', 'node:'],
    advice: 'An entry loads its program and reports a failure: import none of our code statically.',
  },
  {
    name: 'entry-headless',
    prefix: 'src/main/headless.ts',
    imports: ['program-headless', 'host-shared'],
    packages: ['node:'],
    advice: 'An entry loads its program and reports a failure: import none of our code statically.',
  },
  {
    name: 'preload',
    prefix: 'src/preload',
    imports: [],
    packages: ['electron'],
    advice: 'The preload passes on one port and nothing else.',
  },
  {
    name: 'window-model',
    prefix: 'src/renderer/model',
    // Each file is a separate subject.
    entryPoints: ['*.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract'],
    packages: [],
    advice: 'The window’s model only computes: texts go to text, components to ui.',
  },
  {
    name: 'window-text',
    prefix: 'src/renderer/text',
    // Each file has the texts of one subject.
    entryPoints: ['*.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract', 'window-model'],
    packages: [],
    advice: 'Text turns data into words: it renders nothing and reads no store.',
  },
  {
    name: 'renderer',
    prefix: 'src/renderer',
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract', 'window-model', 'window-text'],
    // Tests of the window run on the real gateway over ports in memory.
    testingImports: ['gateway'],
    packages: ['*', '!electron', '!node:', '!ws', '!tmi.js', '!discord.js', '!obs-websocket-js'],
    advice: 'The renderer imports shared and its own code: everything else comes through the contract.',
  },
];

/**
 * Features of the window are independent: shared code belongs in ui, model, text or stores, and the app
 * composes features.
 */
export const featuresFolder = 'src/renderer/features';

/** Folders of features that contain one feature in each subfolder. */
export const featureGroups: readonly string[] = ['platforms'];
