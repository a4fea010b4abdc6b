import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingStart } from '#shared/catalogue/operations/rehearsal.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { docksSetAside, hostSwitchingMode, hostStopping } from '#shared/catalogue/topics/host.ts';
import { createSystemClock, err, Fault, ok, Scope, sleep, type Result } from '#shared/kernel/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import { createGateway } from '#main/gateway/index.ts';
import type { ApplicationOptions } from './application-port.ts';
import { helpText, readHeadlessArguments, type HeadlessArguments } from './command-line.ts';
import { openConsole, type Console } from '#main/platform/index.ts';
import {
  lockHome,
  homePath,
  Quiet,
  recordRejection,
  reportCrash,
  type Application,
  type BuildApplication,
  type LockedHome,
  type ReportHostEvent,
} from '../shared/index.ts';
import { DockRegistry } from './docks/dock-registry.ts';
import { createDockProvider } from './docks/dock-provider.ts';
import { Sessions } from './loopback/access.ts';
import { createToken } from './loopback/token.ts';
import { createLoopbackServer } from './loopback/loopback-server.ts';
import { awaitScenario, succeeded } from './scenario-report.ts';
import { browserCommand, launchBrowser } from './open-browser.ts';
import { checkHeadless } from './self-check.ts';
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

/** Milliseconds within which the process must exit after a stop request. */
const stopLimitMs = 5_000;
/** Milliseconds of it for the components, which leaves time to log the ones that hang. */
const orderlyStopMs = 4_500;

/** The options with a console whose errors do not end the program. */
interface HostOptions extends HeadlessHostOptions {
  readonly console: Console;
}

/** Runs the headless host. Resolves with the exit code. */
export const runHeadlessHost = (options: HeadlessHostOptions): Promise<number> =>
  runHost({ ...options, console: openConsole(options.process) });

const runHost = async (options: HostOptions): Promise<number> => {
  const { process, version, console } = options;
  const args = readHeadlessArguments(options.argv);
  if (!args.ok) return reportFault(options, args.error, 2);
  if (args.value.show !== null) {
    console.out.write(args.value.show === 'help' ? helpText : `${version}\n`);
    return 0;
  }
  const home = await lockHome(homePath(args.value.home, process.env));
  if (!home.ok) return reportFault(options, home.error, 1);
  await using locked = home.value;
  const tokenFile = args.value.tokenFile ?? join(locked.path, 'api-token');
  const token = await readOrCreateToken(tokenFile, randomBytes, process.platform);
  if (!token.ok) return reportFault(options, token.error, 1);
  // Shared by all applications of this process, so that an open window can reconnect to the next application.
  const windowToken = createToken(randomBytes);
  const sessions = new Sessions();
  let { mode, port } = args.value;
  for (let first = true; ; first = false) {
    using stop = listenForStop(process, () => process.exit(1));
    const building = options.buildApplication({
      host: 'headless',
      home: locked.path,
      mode,
      scenario: args.value.scenario,
      speed: args.value.speed,
      logLevel: args.value.logLevel,
      version,
      onSwitch: (next) => stop.ask({ kind: 'switch-mode', mode: next }),
      onQuit: () => stop.ask({ kind: 'quit' }),
    });
    const application = await untilGivenUp(building, stop.first);
    if (!application.ok) return reportFault(options, application.error, 1);
    const run: Run = {
      args: args.value,
      home: locked,
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
      recordRejection(reason, application.value.logger, eventReporter(application.value)),
    );
    const ended = await runApplication(options, run, stop.first);
    if (ended.kind === 'exit') return ended.code;
    ({ mode, port } = ended);
  }
};

/** Resolves with the application; a fault when a stop request comes and the building does not end in time. */
const untilGivenUp = async (
  building: Promise<Result<Application, Fault>>,
  stopRequested: Promise<StopReason>,
): Promise<Result<Application, Fault>> => {
  const built = new AbortController();
  const givenUp = stopRequested
    .then(() => sleep(createSystemClock(), orderlyStopMs, built.signal))
    .then(() => {
      const message = `Cuelight was stopped during its start and did not finish building within ${stopLimitMs / 1_000} s.`;
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
  readonly home: LockedHome;
  readonly application: Application;
  readonly token: string;
  readonly tokenFile: string;
  readonly windowToken: string;
  readonly sessions: Sessions;
  /** Port to listen on; 0 for any free port. */
  readonly port: number;
  /** True for the first application of this process. */
  readonly first: boolean;
  /** Requests a stop of the host. */
  readonly ask: (reason: StopReason) => void;
}

/** The next step of the process after an application ended. */
type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'switch-mode'; readonly mode: RunMode; readonly port: number };

const runApplication = async (
  options: HostOptions,
  run: Run,
  stopRequested: Promise<StopReason>,
): Promise<Ending> => {
  const { application } = run;
  const logger = application.logger.child('headless');
  // Closed in reverse order: the server first, the system last.
  const scope = new Scope('headless host');
  scope.defer('application', async () => {
    for (const fault of await application.stop()) logger.error('A component did not stop properly', fault);
  });
  let { port } = run;
  const ended = await Promise.race([
    // A stop during the start does not wait for the start.
    start(options, run, scope).then(async (started) => {
      if (!started.ok) return started.error;
      port = started.value;
      return stopRequested;
    }),
    stopRequested,
  ]);
  if (!(ended instanceof Fault)) recordStop(ended, application);
  const orderly = await closeInTime(scope, application);
  if (ended instanceof Fault) return { kind: 'exit', code: reportFault(options, ended, 1) };
  // An open port or file could disturb the next application, so the process exits instead.
  if (ended.kind === 'switch-mode' && orderly) return { ...ended, port };
  const requested =
    ended.kind === 'signal' || ended.kind === 'quit' || (ended.kind === 'scenario-ended' && ended.succeeded);
  return { kind: 'exit', code: orderly && requested ? 0 : 1 };
};

/**
 * Starts the server and then the system, so that a taken port is known before anything connects to the
 * internet. Resolves with the port.
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
    createDockProvider({
      registry: docks.value,
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
  const quiet = new Quiet();
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
    logger: quiet.logger(application.logger.child('loopback')),
    report,
    trustedTypesPolicies: ['default'],
  });
  scope.defer('loopback server', async () => void (await server.close()));
  const listening = await server.listen();
  if (!listening.ok) {
    // A script may have sent the token to the program that uses the port.
    if (listening.error.code === 'loopback.port-taken') {
      const renewed = await renewToken(run.tokenFile, randomBytes);
      console.error.write(
        renewed.ok
          ? `The API token in ${run.tokenFile} was replaced, because that program may have received the old one.\n`
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
  const { platform } = process;
  serveSelfCheck(application, { origin, ownerToken: run.token, platform }, quiet, scope);
  const built = await exists(join(options.rendererDirectory, 'index.html'));
  // Not announced after a stop request.
  if (!scope.closed) {
    await announce(options, run, { origin, built });
    await recordIfAsked(options, run);
    void reportScenario(options, run, scope);
  }
  return ok(run.port === 0 ? Number(new URL(origin).port) : run.port);
};

/** Milliseconds after the start, so that the security check does not slow it down. */
const selfCheckDelayMs = 3_000;

/** Offers the security check, and runs it once the start is over. */
const serveSelfCheck = (
  { security, clock, logger }: Application,
  options: Parameters<typeof checkHeadless>[0],
  quiet: Quiet,
  scope: Scope,
): void => {
  security.serve(async () => {
    using _quiet = quiet.hold();
    return checkHeadless(options);
  });
  const pending = clock.setTimeout(() => {
    security.check().catch((error: unknown) => logger.error('The security check could not be run', error));
  }, selfCheckDelayMs);
  scope.use(pending, 'security check');
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Announces that the host is ready. All lines except a browser's failure are written at once, so that a stop
 * after the first line comes after the last.
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
      'The window is not built, so only the API is available. Run npm run build and restart Cuelight.\n',
    );
  if (!args.open) return;
  const command = browserCommand(url, process.platform, process.env);
  if (command === null) console.error.write('There is no display for a browser. Open the link yourself.\n');
  else if (!(await launchBrowser(command)))
    console.error.write(
      `The browser could not be started with ${command.command}. Open the link yourself.\n`,
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
    started.ok ? 'This session is being recorded as a scenario.\n' : `${started.error.message}\n`,
  );
};

/** Prints the report of the scenario in one line after it was played once. */
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
  if (args.untilEnd) ask({ kind: 'scenario-ended', succeeded: succeeded(report) });
};

const eventReporter =
  ({ gatewayPorts }: Application): ReportHostEvent =>
  (draft) =>
    void gatewayPorts.system.events.emit('host', draft);

const recordStop = (reason: StopReason, application: Application): void => {
  const report = eventReporter(application);
  if (reason.kind === 'signal' || reason.kind === 'scenario-ended' || reason.kind === 'quit') {
    report(hostStopping({}, { reason }));
    return;
  }
  if (reason.kind === 'switch-mode') {
    report(hostSwitchingMode({}, { mode: reason.mode }));
    return;
  }
  application.logger.error('An uncaught error ends the program', reason.error);
  reportCrash(report);
};

/** Closes everything. True when it closed without a fault and in time. */
const closeInTime = async (scope: Scope, { clock, logger }: Application): Promise<boolean> => {
  const late = new AbortController();
  const closed = scope.close().then((faults) => {
    for (const fault of faults) logger.error('A resource did not close properly', fault);
    return faults.length === 0;
  });
  const overdue = sleep(clock, orderlyStopMs, late.signal).then(
    () => {
      logger.error(`Stopping took longer than ${stopLimitMs / 1_000} s and was aborted`, null);
      return false;
    },
    () => false,
  );
  const orderly = await Promise.race([closed, overdue]);
  late.abort();
  return orderly;
};

const reportFault = (options: HostOptions, fault: Fault, exitCode: number): number => {
  options.console.error.write(`${fault.message}\n`);
  return exitCode;
};
