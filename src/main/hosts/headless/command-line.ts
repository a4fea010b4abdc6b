import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import { logLevels, type LogLevel } from './application-port.ts';

/** The command line of the headless host. */
export interface HeadlessArguments {
  readonly show: 'help' | 'version' | null;
  /** Port to listen on; 0 for any free port. */
  readonly port: number;
  /** Data folder; null for the platform's default. */
  readonly home: string | null;
  /** Token file; null for the file in the home. */
  readonly tokenFile: string | null;
  readonly mode: 'rehearsal' | 'live' | null;
  readonly logLevel: LogLevel;
  readonly open: boolean;
  readonly scenario: string | null;
  readonly speed: number;
  /** True to record the whole session. */
  readonly record: boolean;
  /** True to exit when the scenario was played once. */
  readonly untilEnd: boolean;
}

const defaultPort = 4747;

const options = {
  port: { type: 'string' },
  home: { type: 'string' },
  'token-file': { type: 'string' },
  rehearsal: { type: 'boolean' },
  live: { type: 'boolean' },
  'log-level': { type: 'string' },
  open: { type: 'boolean' },
  scenario: { type: 'string' },
  speed: { type: 'string' },
  record: { type: 'boolean' },
  'until-end': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;
type OptionName = keyof typeof options;

export const helpText = `Cuelight, a control center for live streamers.

Usage: npm run headless -- [options]

  --port N          Listen on this port of 127.0.0.1 (default ${defaultPort}; 0 for any free port).
  --home DIR        Store settings, secrets and history in this folder (default: CUELIGHT_HOME, else the system's data folder).
  --token-file F    Read the API token from this file, or create it there (default: api-token in the home).
  --rehearsal       Rehearse with simulated Twitch, Discord and OBS, whatever the settings say.
  --live            Connect to the real Twitch, Discord and OBS, whatever the settings say.
  --scenario NAME   The scenario that the rehearsal plays.
  --speed N         Play the rehearsal N times faster than real time (default 1).
  --until-end       Exit when the scenario was played once, with code 0 when it succeeded.
  --record          Record this session as a scenario in the home, with names and texts replaced.
  --log-level L     Lowest level to log: ${logLevels.join(', ')} (default info).
  --open            Open the window in a browser when ready.
  --help            Show this text.
  --version         Show the version.
`;

const usage = (message: string): Result<never, Fault> =>
  err(
    new Fault('headless.bad-option', `${message} Run with --help to see the options.`, {
      kind: 'configuration',
    }),
  );

const isOption = (name: string): name is OptionName => Object.hasOwn(options, name);
const isLogLevel = (text: string): text is LogLevel => logLevels.some((level) => level === text);

/** Parses the command line. The first error is reported in one sentence. */
export const readHeadlessArguments = (argv: readonly string[]): Result<HeadlessArguments, Fault> => {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const texts: Partial<Record<OptionName, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') return usage(`"${token.value}" is not an option.`);
    if (token.kind !== 'option') continue;
    if (!isOption(token.name)) return usage(`Unknown option ${token.rawName}.`);
    if (options[token.name].type === 'boolean') {
      if (token.value !== undefined) return usage(`The option --${token.name} takes no value.`);
      texts[token.name] = 'yes';
    } else {
      const isNextOption = token.inlineValue === false && token.value.startsWith('-');
      if (token.value === undefined || token.value === '' || isNextOption)
        return usage(`The option --${token.name} needs a value.`);
      texts[token.name] = token.value;
    }
  }
  return check(texts);
};

const check = (texts: Partial<Record<OptionName, string>>): Result<HeadlessArguments, Fault> => {
  const port = Number(texts.port ?? defaultPort);
  if (!/^\d+$/.test(texts.port ?? '0') || port > 65_535)
    return usage(`"${texts.port}" is not a port. Use a whole number from 0 to 65535.`);
  const speed = Number(texts.speed ?? 1);
  if (!(speed > 0 && speed <= 1_000))
    return usage(`"${texts.speed}" is not a speed. Use a number above 0 and up to 1000.`);
  const logLevel = texts['log-level'] ?? 'info';
  if (!isLogLevel(logLevel)) return usage(`"${logLevel}" is not a log level. Use ${logLevels.join(', ')}.`);
  if (texts.rehearsal && texts.live)
    return usage('A show is either a rehearsal or live. Use --rehearsal or --live, not both.');
  if (texts.live && texts['until-end'])
    return usage('A live show has no scenario to end. Remove --live or --until-end.');
  if (texts.live && (texts.scenario || texts.speed))
    return usage('A live show has no scenario and no speed. Remove --live, or --scenario and --speed.');
  return ok({
    show: texts.help ? 'help' : texts.version ? 'version' : null,
    port,
    home: texts.home === undefined ? null : resolve(texts.home),
    tokenFile: texts['token-file'] === undefined ? null : resolve(texts['token-file']),
    mode: texts.rehearsal ? 'rehearsal' : texts.live ? 'live' : null,
    logLevel,
    open: texts.open !== undefined,
    scenario: texts.scenario ?? null,
    speed,
    record: texts.record !== undefined,
    untilEnd: texts['until-end'] !== undefined,
  });
};
