/**
 * Runs the real OBS Studio on a machine without a screen, with its own home, display and port, and leaves
 * nothing behind. Used by the OBS tests and the whole-program tests.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

export interface ObsGroup {
  readonly scene: string;
  readonly name: string;
  readonly source: string;
}

export interface RealObsOptions {
  /** The password; an empty string disables it. */
  readonly password?: string;
  /** The scenes of the collection. The first is the program scene. */
  readonly scenes?: readonly string[];
  /** A group with one colour source, which no obs-websocket request can create. */
  readonly group?: ObsGroup;
  /** Time limit for the Hello of OBS; default 60 s. */
  readonly startLimitMs?: number;
}

/**
 * An OBS installation in a temporary home. It can be started and killed any number of times, always on the
 * same port.
 */
export interface RealObs extends AsyncDisposable {
  readonly url: string;
  readonly password: string;
  readonly scenes: readonly string[];
  /** Folder of the recordings. */
  readonly recordingsFolder: string;
  readonly running: boolean;
  /** Starts OBS. Resolves after its Hello on the port; rejects with the end of its log otherwise. */
  start(): Promise<void>;
  /** Kills OBS by SIGKILL, like a crash. Resolves when the process has exited. */
  kill(): Promise<void>;
  /** Stops OBS by SIGTERM, and by SIGKILL after 10 s. */
  quit(): Promise<void>;
  /** Freezes the process: the port accepts connections, but nothing responds. */
  freeze(): void;
  thaw(): void;
  /** Restores the initial profile and scenes. Call it only while OBS is stopped. */
  resetScenes(): Promise<void>;
  /** Stops OBS and its display, and deletes its home. */
  close(): Promise<void>;
}

const logLimit = 40;

/** Keeps the last lines of a child's output, for the error message. */
const keepLastLines = (child: ChildProcess, lines: string[]): void => {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
      lines.splice(0, Math.max(0, lines.length - logLimit));
    });
  }
};

const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Signals a child and its descendants (it leads its own process group). */
const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined || hasExited(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The process exited between the check and the signal.
  }
};

const waitForExit = async (child: ChildProcess, limitMs: number): Promise<boolean> => {
  if (hasExited(child)) return true;
  const controller = new AbortController();
  const exited = once(child, 'exit', { signal: controller.signal }).then(
    () => true,
    () => false,
  );
  const result = await Promise.race([
    exited,
    wait(limitMs, false, { signal: controller.signal }).catch(() => false),
  ]);
  controller.abort();
  return result || hasExited(child);
};

const endChild = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  signalGroup(child, signal);
  if (await waitForExit(child, 10_000)) return;
  signalGroup(child, 'SIGKILL');
  await waitForExit(child, 5_000);
};

/** Returns a free port. OBS can't choose one itself. */
const findFreePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was given');
  return address.port;
};

/** Returns true when an obs-websocket server says Hello at the address within a second. */
const saysHello = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, 'obswebsocket.json');
    const finish = (answer: boolean): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(false), 1_000);
    socket.on('message', () => finish(true));
    socket.on('error', () => finish(false));
  });

const itemOf = (name: string) => ({ name, id: 1, visible: true, locked: false });

const sceneCollection = (scenes: readonly string[], group: ObsGroup | undefined): string =>
  JSON.stringify({
    name: 'Untitled',
    current_scene: scenes[0],
    current_program_scene: scenes[0],
    current_transition: 'Cut',
    transition_duration: 300,
    scene_order: scenes.map((name) => ({ name })),
    sources: [
      ...scenes.map((name) => {
        const items = name === group?.scene ? [itemOf(group.name)] : [];
        return {
          id: 'scene',
          versioned_id: 'scene',
          name,
          settings: { id_counter: items.length, custom_size: false, items },
        };
      }),
      ...(group
        ? [{ id: 'color_source', versioned_id: 'color_source_v3', name: group.source, settings: {} }]
        : []),
    ],
    transitions: [],
    groups: group
      ? [
          {
            id: 'group',
            versioned_id: 'group',
            name: group.name,
            settings: { id_counter: 1, custom_size: true, cx: 320, cy: 180, items: [itemOf(group.source)] },
          },
        ]
      : [],
  });

const writeHome = async (
  home: string,
  port: number,
  password: string,
  scenes: readonly string[],
  group: ObsGroup | undefined,
): Promise<void> => {
  const config = join(home, 'config', 'obs-studio');
  const profile = join(config, 'basic', 'profiles', 'Untitled');
  const collections = join(config, 'basic', 'scenes');
  const recordings = join(home, 'recordings');
  await Promise.all([profile, collections, recordings].map((folder) => mkdir(folder, { recursive: true })));
  await writeFile(
    join(config, 'global.ini'),
    [
      '[General]',
      'FirstRun=true',
      'EnableAutoUpdates=false',
      '[Basic]',
      'Profile=Untitled',
      'ProfileDir=Untitled',
      'SceneCollection=Untitled',
      'SceneCollectionFile=Untitled',
      '[OBSWebSocket]',
      'FirstLoad=false',
      'ServerEnabled=true',
      `ServerPort=${port}`,
      'AlertsEnabled=false',
      `AuthRequired=${password === '' ? 'false' : 'true'}`,
      `ServerPassword=${password}`,
      '',
    ].join('\n'),
  );
  await writeFile(
    join(profile, 'basic.ini'),
    [
      '[General]',
      'Name=Untitled',
      '[Video]',
      'BaseCX=640',
      'BaseCY=360',
      'OutputCX=640',
      'OutputCY=360',
      'FPSType=1',
      'FPSInt=10',
      '[Output]',
      'Mode=Simple',
      '[SimpleOutput]',
      `FilePath=${recordings}`,
      'RecFormat=mkv',
      'StreamEncoder=x264',
      'RecQuality=Stream',
      'VBitrate=500',
      'RecRB=true',
      'RecRBTime=20',
      'RecRBSize=64',
      '',
    ].join('\n'),
  );
  await writeFile(join(collections, 'Untitled.json'), sceneCollection(scenes, group));
};

/** Makes the kernel kill the child when this process dies, however it dies. */
const withParent = ['--pdeathsig', 'KILL', '--'];

/** Starts a virtual display, which chooses its own number. */
const startDisplay = async (): Promise<{ child: ChildProcess; name: string }> => {
  const child = spawn(
    'setpriv',
    [
      ...withParent,
      'Xvfb',
      '-displayfd',
      '3',
      '-screen',
      '0',
      '1024x768x24',
      '-nolisten',
      'tcp',
      '+extension',
      'GLX',
      '+render',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const lines: string[] = [];
  keepLastLines(child, lines);
  const numberPipe = child.stdio[3] as Readable;
  numberPipe.setEncoding('utf8');
  try {
    const [text] = (await once(numberPipe, 'data', { signal: AbortSignal.timeout(10_000) })) as [string];
    return { child, name: `:${text.trim()}` };
  } catch (thrown) {
    await endChild(child, 'SIGKILL');
    throw new Error(`The virtual display did not start: ${lines.join(' | ')}`, { cause: thrown });
  }
};

/** Prepares a home and a display. OBS itself starts with `start`. */
export const createRealObs = async (options: RealObsOptions = {}): Promise<RealObs> => {
  const password = options.password ?? 'correct horse battery';
  const scenes = options.scenes ?? ['Starting soon', 'Main', 'Be right back'];
  const startLimitMs = options.startLimitMs ?? 60_000;
  const home = await mkdtemp(join(tmpdir(), 'cuelight-obs-'));
  const port = await findFreePort();
  const url = `ws://127.0.0.1:${port}`;
  const { group } = options;
  await writeHome(home, port, password, scenes, group);
  const display = await startDisplay().catch(async (thrown: unknown) => {
    await rm(home, { recursive: true, force: true });
    throw thrown;
  });

  let obs: ChildProcess | undefined;
  const log: string[] = [];
  const killAtExit = (): void => {
    if (obs) signalGroup(obs, 'SIGKILL');
    signalGroup(display.child, 'SIGKILL');
  };
  process.on('exit', killAtExit);

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!obs) return;
    signalGroup(obs, 'SIGCONT');
    await endChild(obs, signal);
    obs = undefined;
  };

  const start = async (): Promise<void> => {
    if (obs && !hasExited(obs)) return;
    log.length = 0;
    const child = spawn(
      'setpriv',
      [
        ...withParent,
        'obs',
        '--multi',
        '--disable-updater',
        '--disable-missing-files-check',
        '--minimize-to-tray',
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
        env: {
          PATH: process.env['PATH'],
          LANG: 'C.UTF-8',
          HOME: home,
          XDG_CONFIG_HOME: join(home, 'config'),
          XDG_CACHE_HOME: join(home, 'cache'),
          XDG_RUNTIME_DIR: home,
          DISPLAY: display.name,
          LIBGL_ALWAYS_SOFTWARE: '1',
          QT_QPA_PLATFORM: 'xcb',
        },
      },
    );
    obs = child;
    keepLastLines(child, log);
    child.on('error', (thrown) => log.push(thrown.message));
    const deadline = performance.now() + startLimitMs;
    while (performance.now() < deadline && child.pid !== undefined && !hasExited(child)) {
      if (await saysHello(url)) return;
      await wait(100);
    }
    await end('SIGKILL');
    throw new Error(
      `OBS did not say Hello at ${url} within ${startLimitMs} ms. Its last output:\n${log.join('\n')}`,
    );
  };

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await end('SIGKILL');
    await endChild(display.child, 'SIGTERM');
    process.off('exit', killAtExit);
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  return {
    url,
    password,
    scenes,
    recordingsFolder: join(home, 'recordings'),
    get running() {
      return obs !== undefined && !hasExited(obs);
    },
    start,
    kill: () => end('SIGKILL'),
    quit: () => end('SIGTERM'),
    freeze: () => {
      if (obs) signalGroup(obs, 'SIGSTOP');
    },
    thaw: () => {
      if (obs) signalGroup(obs, 'SIGCONT');
    },
    resetScenes: () => writeHome(home, port, password, scenes, group),
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
};
