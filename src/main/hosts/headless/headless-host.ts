import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingStart } from '#shared/catalogue/operations/rehearsal.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { docksSetAside, hostBeginningAnew, hostStopping } from '#shared/catalogue/topics/host.ts';
import { createSystemClock, err, Fault, ok, Scope, sleep, type Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import { createGateway } from '#main/gateway/index.ts';
import type { ApplicationOptions } from './application-port.ts';
import { helpText, readHeadlessArguments, type HeadlessArguments } from './command-line.ts';
import { openConsole, type Console } from '#main/platform/index.ts';
import {
  holdHome,
  homePath,
  recordRejection,
  reportCrash,
  type Application,
  type BuildApplication,
  type HeldHome,
  type ReportHostEvent,
} from '../shared/index.ts';
import { DockRegistry } from './docks/dock-registry.ts';
import { createDockKeeper } from './docks/dock-keeper.ts';
import { Sessions } from './loopback/access.ts';
import { createToken } from './loopback/token.ts';
import { createLoopbackServer } from './loopback/loopback-server.ts';
import { awaitScenario, wentWell } from './scenario-report.ts';
import { browserCommand, launchBrowser } from './open-browser.ts';
import { listenForStop, type StopReason } from './stop-request.ts';
import { readOrCreateToken, renewToken } from './token-file.ts';

export interface HeadlessHostOptions {
  readonly argv: readonly string[];
  readonly process: Pick<
    NodeJS.Process,
    'env' | 'platform' | 'versions' | 'stdout' | 'stderr' | 'on' | 'off' | 'exit'
  >;
  readonly buildApplication: BuildApplication<ApplicationOptions>;
  readonly version: string;
  /** The built window. */
  readonly rendererDirectory: string;
}

/** The program must be gone this long after it was told to go. */
const stopLimitMs = 5_000;
/** The part of it that the parts have, so that there is time left to say which of them hung. */
const orderlyStopMs = 4_500;

/** The options with a console that may break without ending the program. */
interface HostOptions extends HeadlessHostOptions {
  readonly console: Console;
}

/** Runs the headless host from its first line to its last. Resolves with the exit code. */
export const runHeadlessHost = (options: HeadlessHostOptions): Promise<number> =>
  runHost({ ...options, console: openConsole(options.process) });

const runHost = async (options: HostOptions): Promise<number> => {
  const { process, version, console } = options;
  const args = readHeadlessArguments(options.argv);
  if (!args.ok) return complain(options, args.error, 2);
  if (args.value.show !== null) {
    console.out.write(args.value.show === 'help' ? helpText : `${version}\n`);
    return 0;
  }
  const home = await holdHome(homePath(args.value.home, process.env));
  if (!home.ok) return complain(options, home.error, 1);
  await using held = home.value;
  const tokenFile = args.value.tokenFile ?? join(held.path, 'api-token');
  const token = await readOrCreateToken(tokenFile, randomBytes, process.platform);
  if (!token.ok) return complain(options, token.error, 1);
  // Over all the applications of this process, so that an open window finds the next one where the last one was.
  const windowToken = createToken(randomBytes);
  const sessions = new Sessions();
  let { mode, port } = args.value;
  for (let first = true; ; first = false) {
    using stop = listenForStop(process, () => process.exit(1));
    const building = options.buildApplication({
      host: 'headless',
      home: held.path,
      mode,
      scenario: args.value.scenario,
      speed: args.value.speed,
      logLevel: args.value.logLevel,
      version,
      onSwitch: (wanted) => stop.ask({ kind: 'switch-mode', mode: wanted }),
    });
    const application = await unlessGivenUp(building, stop.first);
    if (!application.ok) return complain(options, application.error, 1);
    const run: Run = {
      args: args.value,
      home: held,
      application: application.value,
      token: token.value,
      tokenFile,
      windowToken,
      sessions,
      port,
      first,
      ask: (reason) => stop.ask(reason),
    };
    using _rejections = stop.onRejection((reason) =>
      recordRejection(reason, application.value.logger, reporterOf(application.value)),
    );
    const ended = await runApplication(options, run, stop.first);
    if (ended.kind === 'exit') return ended.code;
    ({ mode, port } = ended);
  }
};

/** Resolves with what is being built, unless the host is told to stop and the building does not end in time. */
const unlessGivenUp = async (
  building: Promise<Result<Application, Fault>>,
  stopAsked: Promise<StopReason>,
): Promise<Result<Application, Fault>> => {
  const built = new AbortController();
  const givenUp = stopAsked
    .then(() => sleep(createSystemClock(), orderlyStopMs, built.signal))
    .then(() => {
      const message = `Cuelight was stopped while it started, and did not get that far within ${stopLimitMs / 1_000} s.`;
      return err(new Fault('headless.start-given-up', message, { kind: 'transient' }));
    });
  try {
    return await Promise.race([building, givenUp]);
  } finally {
    givenUp.catch(() => undefined);
    built.abort();
  }
};

interface Run {
  readonly args: HeadlessArguments;
  readonly home: HeldHome;
  readonly application: Application;
  readonly token: string;
  readonly tokenFile: string;
  readonly windowToken: string;
  readonly sessions: Sessions;
  /** Where to listen; 0 for any port. */
  readonly port: number;
  /** False when this process ran another application before. */
  readonly first: boolean;
  /** Stops the host from within. */
  readonly ask: (reason: StopReason) => void;
}

/** What becomes of the process when an application has ended. */
type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'switch-mode'; readonly mode: RunMode; readonly port: number };

const runApplication = async (
  options: HostOptions,
  run: Run,
  stopAsked: Promise<StopReason>,
): Promise<Ending> => {
  const { application } = run;
  const logger = application.logger.child('headless');
  // Closed in reverse: first nobody is let in any more, last the system stops.
  const scope = new Scope('headless host');
  scope.defer('application', async () => {
    for (const fault of await application.stop()) logger.error('A part did not stop as it should', fault);
  });
  let { port } = run;
  const ended = await Promise.race([
    // Whoever stops the program while it starts does not wait for the start.
    start(options, run, scope).then(async (started) => {
      if (!started.ok) return started.error;
      port = started.value;
      return stopAsked;
    }),
    stopAsked,
  ]);
  if (!(ended instanceof Fault)) recordStop(ended, application);
  const orderly = await closeInTime(scope, application);
  if (ended instanceof Fault) return { kind: 'exit', code: complain(options, ended, 1) };
  // What did not close may still hold the port or a file: a fresh process is the better beginning.
  if (ended.kind === 'switch-mode' && orderly) return { ...ended, port };
  const asked = ended.kind === 'signal' || (ended.kind === 'scenario-ended' && ended.well);
  return { kind: 'exit', code: orderly && asked ? 0 : 1 };
};

/**
 * Opens the server first, so that a taken port is known before anything connects to the world. Resolves with the port when
 * the system was started.
 */
const start = async (options: HostOptions, run: Run, scope: Scope): Promise<Result<number, Fault>> => {
  const { process, version, console } = options;
  const { application, windowToken } = run;
  for (const token of [run.token, windowToken]) application.redactor.addSecret(token);
  const { clock, ids, gatewayPorts } = application;
  const { system } = gatewayPorts;
  const logger = application.logger.child('gateway');
  const report = (draft: TopicDraft): void => void system.events.emit('loopback', draft);
  const docks = await DockRegistry.open({ file: join(run.home.path, 'docks.json'), clock, ids, randomBytes });
  if (!docks.ok) return docks;
  const { problem } = docks.value;
  if (problem !== null) report(docksSetAside({}, { problem }));
  const place = { origin: '' };
  application.docks.serve(
    createDockKeeper({
      book: docks.value,
      origin: () => place.origin,
      hide: (token) => void application.redactor.addSecret(token),
      report,
    }),
  );
  const gateway = createGateway(gatewayPorts, {
    clock,
    ids,
    logger,
    redactor: application.redactor,
    versions: { version, node: process.versions.node, electron: null },
    validateOutputs: process.env['NODE_ENV'] !== 'production',
  });
  scope.defer('gateway', async () => void (await gateway.close()));
  const server = createLoopbackServer({
    gateway,
    port: run.port,
    rendererDirectory: options.rendererDirectory,
    ownerToken: run.token,
    windowToken,
    sessions: run.sessions,
    docks: docks.value,
    clock,
    randomBytes,
    logger: application.logger.child('loopback'),
    report,
    trustedTypesPolicies: ['default'],
  });
  scope.defer('loopback server', async () => void (await server.close()));
  const listening = await server.listen();
  if (!listening.ok) {
    // Whoever holds the port may have been sent the token by a script that took it for us.
    if (listening.error.code === 'loopback.port-taken') {
      const renewed = await renewToken(run.tokenFile, randomBytes);
      console.error.write(
        renewed.ok
          ? `The API token in ${run.tokenFile} was renewed, for that program may have been sent the old one.\n`
          : `${renewed.error.message}\n`,
      );
    }
    return listening;
  }
  const { origin } = listening.value;
  place.origin = origin;
  await run.home.announce(origin);
  const started = await application.start();
  if (!started.ok) return started;
  const built = await isThere(join(options.rendererDirectory, 'index.html'));
  // Told to stop in the meantime, it is not ready any more.
  if (!scope.closed) {
    await announce(options, run, { origin, built });
    await recordIfAsked(options, run);
    void reportScenario(options, run, scope);
  }
  return ok(run.port === 0 ? Number(new URL(origin).port) : run.port);
};

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Says that the host is ready. All lines but a browser's refusal are written in one turn: a stop that follows the first
 * line comes after the last.
 */
const announce = async (
  { process, console }: HostOptions,
  { args, windowToken, first }: Run,
  { origin, built }: { readonly origin: string; readonly built: boolean },
): Promise<void> => {
  if (!first) {
    console.out.write(`Cuelight ready again at ${origin}\n`);
    return;
  }
  const url = `${origin}/#token=${windowToken}`;
  console.out.write(`Cuelight ready at ${origin}\nOpen it in a browser: ${url}\n`);
  if (!built)
    console.error.write(
      'The window is not built, so only the API answers: run npm run build, then start again.\n',
    );
  if (!args.open) return;
  const command = browserCommand(url, process.platform, process.env);
  if (command === null)
    console.error.write('There is no screen to open a browser on: open the address yourself.\n');
  else if (!(await launchBrowser(command)))
    console.error.write(
      `The browser could not be started by ${command.command}: open the address yourself.\n`,
    );
};

const recordIfAsked = async ({ console }: HostOptions, { application, args, first }: Run): Promise<void> => {
  if (!args.record || !first) return;
  const { operations } = application.gatewayPorts;
  const started = await operations.run(
    recordingStart,
    { texts: 'replaced' },
    { caller: 'command-line', audience: 'owner' },
  );
  console.error.write(
    started.ok ? 'This session is recorded as a scenario.\n' : `${started.error.message}\n`,
  );
};

/** Says in one line how the scenario went, when it was played once. */
const reportScenario = async (
  { console }: HostOptions,
  { application, args, ask }: Run,
  scope: Scope,
): Promise<void> => {
  const ended = new AbortController();
  scope.defer('scenario report', () => ended.abort());
  const report = await awaitScenario(application.gatewayPorts, application.clock, ended.signal);
  if (!report) return;
  console.out.write(`${JSON.stringify(report)}\n`);
  if (args.untilEnd) ask({ kind: 'scenario-ended', well: wentWell(report) });
};

const reporterOf =
  ({ gatewayPorts }: Application): ReportHostEvent =>
  (draft) =>
    void gatewayPorts.system.events.emit('host', draft);

const recordStop = (reason: StopReason, application: Application): void => {
  const report = reporterOf(application);
  if (reason.kind === 'signal') {
    report(hostStopping({}, { signal: reason.signal }));
    return;
  }
  if (reason.kind === 'scenario-ended') {
    report(hostStopping({}, { signal: null }));
    return;
  }
  if (reason.kind === 'switch-mode') {
    report(hostBeginningAnew({}, { mode: reason.mode }));
    return;
  }
  application.logger.error('An error that nobody caught ends the program', reason.error);
  reportCrash(report);
};

/** Whether everything closed, without a fault and in time. */
const closeInTime = async (scope: Scope, { clock, logger }: Application): Promise<boolean> => {
  const late = new AbortController();
  const closed = scope.close().then((faults) => {
    for (const fault of faults) logger.error('Something did not close as it should', fault);
    return faults.length === 0;
  });
  const overdue = sleep(clock, orderlyStopMs, late.signal).then(
    () => {
      logger.error(`Stopping took longer than ${stopLimitMs / 1_000} s and was given up`, null);
      return false;
    },
    () => false,
  );
  const orderly = await Promise.race([closed, overdue]);
  late.abort();
  return orderly;
};

const complain = (options: HostOptions, fault: Fault, exitCode: number): number => {
  options.console.error.write(`${fault.message}\n`);
  return exitCode;
};
