/**
 * Set by `npm run test:e2e -- --all-hosts`. Playwright's workers read the configuration again and inherit it.
 */
export const ALL_HOSTS_VARIABLE = 'CUELIGHT_E2E_ALL_HOSTS';

/** Marks a spec that depends on the host: it runs on every host even when the others run on one. */
const ofTheHost = /@host\b/;
/** Marks a spec about the shell around the window, which the headless host lacks: it never runs there. */
const ofTheShell = /@shell\b/;
/** Marks a spec that depends on the host or on the shell, for a second host with a shell. */
const ofEither = /@(?:host|shell)\b/;

/** The command line and the environment that a run of the specs was started with. */
export interface RunRequest {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A Playwright project for each host, and a line that says which specs run where. */
export interface HostPlan<Name extends string> {
  readonly projects: { name: Name; grep?: RegExp; grepInvert?: RegExp }[];
  readonly note: string;
}

/**
 * Assigns specs to hosts. The page is the same everywhere, so a spec runs on the first available host, and on
 * the others only with the tag `@host`. A run with named hosts gets every spec on each. Specs with the tag
 * `@shell` run on every host of the run but the headless one.
 */
export const planHosts = <Name extends string>(
  hosts: readonly Name[],
  { args, env }: RunRequest,
): HostPlan<Name> => {
  const named = args.some((arg) => arg === '--project' || arg.startsWith('--project='));
  const hasShell = (name: Name): boolean => name !== 'headless';
  const all = (name: Name): HostPlan<Name>['projects'][number] =>
    hasShell(name) ? { name } : { name, grepInvert: ofTheShell };
  if (named || env[ALL_HOSTS_VARIABLE] === '1' || hosts.length < 2)
    return { projects: hosts.map(all), note: 'uses: every spec on each host of this run' };
  return {
    projects: hosts.map((name, index) =>
      index === 0 ? all(name) : { ...all(name), grep: hasShell(name) ? ofEither : ofTheHost },
    ),
    note: `uses: every spec on ${String(hosts[0])}, those tagged @host on ${hosts.slice(1).join(' and ')} too (--all-hosts runs every spec on each)`,
  };
};
