/**
 * The rooms of the house and who may import whom. This table is the law: `npm run borders` holds the source to it,
 * and ARCHITECTURE.md prints it. A room is the longest prefix that fits a file.
 */
export interface Room {
  readonly name: string;
  /** Folder or file, from the project's root. */
  readonly prefix: string;
  /** Rooms whose files this one may import, beside its own. */
  readonly imports: readonly string[];
  /** Packages (and `node:` for Node's own modules) this room may import. */
  readonly packages: readonly string[];
  /**
   * Files by which other rooms may enter this one beside its `index.ts`, from its prefix; `*` stands for one name. Tests may
   * enter by every file of a `testing` folder too.
   */
  readonly doors?: readonly string[];
  /** Doors for the tests of other rooms alone. */
  readonly testDoors?: readonly string[];
  /**
   * Rooms whose `testing/index.ts` the `testing` folders of this room may import. Its code and its test files
   * may not.
   */
  readonly testingImports?: readonly string[];
  /** What to do instead, told with every violation. */
  readonly advice: string;
}

/** Rooms that a room of the main process may import, unless it is kept smaller. */
const main = ['kernel', 'model', 'catalogue', 'core'] as const;

export const rooms: readonly Room[] = [
  {
    name: 'kernel',
    prefix: 'src/shared/kernel',
    doors: ['*.ts'],
    imports: [],
    packages: [],
    advice: 'The kernel runs anywhere and needs nothing: pass what it needs as an argument.',
  },
  {
    name: 'model',
    prefix: 'src/shared/model',
    doors: ['diagnostic-bundle.ts', 'problem-count.ts', 'trouble-level.ts'],
    imports: ['kernel'],
    packages: ['zod'],
    advice: 'The model is data and its schemas: behaviour belongs to the room that acts on it.',
  },
  {
    name: 'catalogue',
    prefix: 'src/shared/catalogue',
    doors: ['*/*.ts'],
    imports: ['kernel', 'model'],
    packages: ['zod'],
    advice:
      'The catalogue declares what there is: no Node, no DOM, and what is done about it belongs to its owner.',
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
    doors: ['streams.ts'],
    imports: ['kernel', 'model', 'catalogue'],
    packages: ['zod', '@orpc/contract'],
    advice: 'The contract says what can be asked; the gateway answers.',
  },
  {
    name: 'core',
    prefix: 'src/main/core',
    doors: ['component.ts', 'logger.ts', 'system-port.ts'],
    testDoors: ['events/correlation.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph'],
    packages: ['zod', 'node:async_hooks', '@logtape/logtape'],
    advice: 'The core knows no platform, file, network or database: make it a component or a port.',
  },
  {
    name: 'bridge-ports',
    prefix: 'src/main/bridges/ports',
    imports: main,
    packages: [],
    advice: 'Ports are types, with a value for nothing known or kept: what does something is made elsewhere.',
  },
  {
    name: 'bridge-testing',
    prefix: 'src/main/bridges/testing',
    imports: [...main, 'bridge-ports'],
    packages: ['vitest', 'node:'],
    advice: 'The harness drives any bridge and knows none.',
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
    advice: 'One call and its failures: what is called, and what the answer means, is for others to know.',
  },
  {
    name: 'bridge-twitch-auth',
    prefix: 'src/main/bridges/twitch-auth',
    imports: [...main, 'bridge-ports', 'bridge-twitch-http'],
    packages: ['zod'],
    advice: 'The sign-in hands out tokens through its port and knows nobody who uses them.',
  },
  {
    name: 'bridge-twitch-api',
    prefix: 'src/main/bridges/twitch-api',
    imports: [...main, 'bridge-ports', 'bridge-twitch-http'],
    packages: ['zod', '@twurple/api'],
    advice: 'Helix reads tokens through the port: who signed in, and how, is not its business.',
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
    doors: ['*/manifest.ts'],
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
      'The platform knows the machine (clock, network, files, log) and decides nothing: pass its word on.',
  },
  {
    name: 'journal',
    prefix: 'src/main/journal',
    imports: main,
    packages: ['zod', 'node:'],
    advice: 'The journal keeps what it is handed: it asks nobody.',
  },
  {
    name: 'history',
    prefix: 'src/main/history',
    imports: [...main, 'journal'],
    packages: [],
    advice: 'History turns events into rows of the journal, and rows into what was: it commands nobody.',
  },
  {
    name: 'files',
    prefix: 'src/main/files',
    testDoors: ['durable-file.ts'],
    imports: ['kernel'],
    packages: ['node:'],
    advice: 'Writes files and says why one cannot be used: what is in them is for others to know.',
  },
  {
    name: 'settings',
    prefix: 'src/main/settings',
    imports: [...main, 'files'],
    packages: ['zod', 'node:', '@napi-rs/keyring'],
    advice: 'Settings know schemas, not who reads them.',
  },
  {
    name: 'backup',
    prefix: 'src/main/backup',
    imports: [...main, 'files', 'journal', 'settings'],
    packages: ['zod', 'node:'],
    advice: 'A backup asks the journal and the settings for copies: it never opens their files.',
  },
  {
    name: 'rehearsal',
    prefix: 'src/main/rehearsal',
    testDoors: ['*/index.ts', 'platform-ports.ts', 'rehearsal-component.ts'],
    imports: main,
    packages: ['zod', 'ws', 'yaml', 'node:'],
    advice: 'Rehearsal speaks protocols: it must not know the bridges it serves.',
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
    advice: 'It adapts one subject of the contract: what is true of the subject belongs to its own room.',
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
      'host-shared',
      'composition-ports',
    ],
    packages: ['zod', 'node:'],
    advice: 'Composition builds the system and leaves showing it to a host.',
  },
  {
    name: 'host-shared',
    prefix: 'src/main/hosts/shared',
    doors: ['load-failure.ts'],
    imports: [...main, 'contract', 'gateway', 'gateway-ports'],
    packages: ['zod', 'node:', 'env-paths'],
    advice: 'What both hosts share knows neither of them.',
  },
  {
    name: 'host-electron',
    prefix: 'src/main/hosts/electron',
    imports: [...main, 'contract', 'files', 'platform', 'gateway', 'gateway-ports', 'host-shared'],
    packages: ['electron', 'zod', 'node:'],
    advice: 'The Electron host shows a system that composition built.',
  },
  {
    name: 'host-headless',
    prefix: 'src/main/hosts/headless',
    imports: [...main, 'contract', 'files', 'platform', 'gateway', 'gateway-ports', 'host-shared'],
    packages: ['zod', 'node:', 'ws', '@orpc/', 'env-paths', 'sirv'],
    advice: 'The headless host shows a system that composition built.',
  },
  {
    name: 'program-electron',
    prefix: 'src/main/desktop-program.ts',
    imports: ['composition', 'host-electron', 'host-shared'],
    packages: ['node:'],
    advice: 'A program joins composition and one host, in a few lines.',
  },
  {
    name: 'program-headless',
    prefix: 'src/main/headless-program.ts',
    imports: ['composition', 'host-headless', 'host-shared'],
    packages: ['node:'],
    advice: 'A program joins composition and one host, in a few lines.',
  },
  {
    name: 'entry-electron',
    prefix: 'src/main/index.ts',
    imports: ['program-electron', 'host-shared'],
    packages: ['electron', 'node:'],
    advice: 'An entry loads its program, and says so when that fails: import nothing of ours statically.',
  },
  {
    name: 'entry-headless',
    prefix: 'src/main/headless.ts',
    imports: ['program-headless', 'host-shared'],
    packages: ['node:'],
    advice: 'An entry loads its program, and says so when that fails: import nothing of ours statically.',
  },
  {
    name: 'preload',
    prefix: 'src/preload',
    imports: [],
    packages: ['electron'],
    advice: 'The preload hands over one port and nothing else.',
  },
  {
    name: 'window-model',
    prefix: 'src/renderer/model',
    // Each file is a subject of its own.
    doors: ['*.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract'],
    packages: [],
    advice: 'The window’s model computes and knows no screen: words go to text, what is drawn to ui.',
  },
  {
    name: 'window-text',
    prefix: 'src/renderer/text',
    // Each file is the words of one subject.
    doors: ['*.ts'],
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract', 'window-model'],
    packages: [],
    advice: 'Text puts what is known into words: it draws nothing and reads no store.',
  },
  {
    name: 'renderer',
    prefix: 'src/renderer',
    imports: ['kernel', 'model', 'catalogue', 'graph', 'contract', 'window-model', 'window-text'],
    // Tests of the window run on the real gateway over ports in memory.
    testingImports: ['gateway'],
    packages: ['*', '!electron', '!node:', '!ws', '!tmi.js', '!discord.js', '!obs-websocket-js'],
    advice: 'The renderer knows shared and its own: everything else comes over the contract.',
  },
];

/** Features of the window stand alone: shared code lives in ui, model, text or stores, and the app composes features. */
export const featuresFolder = 'src/renderer/features';

/** Folders of features that hold features themselves, one in each folder. */
export const featureGroups: readonly string[] = ['platforms'];
