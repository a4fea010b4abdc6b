import { expect, it } from 'vitest';
import { ALL_HOSTS_VARIABLE, planHosts } from './host-plan.ts';

const hosts = ['electron', 'stand-in', 'headless'] as const;
const plain = { args: ['node', 'playwright', 'test'], env: {} };
/** Hosts that run every spec, and hosts that run only the tagged ones. */
const sorted = ({ projects }: ReturnType<typeof planHosts>) => ({
  every: projects.filter(({ grep }) => grep === undefined).map(({ name }) => name),
  tagged: projects.filter(({ grep }) => grep?.test('window.spec.ts starts @host')).map(({ name }) => name),
});

it('runs every spec on the first host, and the tagged ones on the others too', () => {
  expect(sorted(planHosts(hosts, plain))).toEqual({ every: ['electron'], tagged: ['stand-in', 'headless'] });
  expect(sorted(planHosts(['headless'], plain))).toEqual({ every: ['headless'], tagged: [] });
});

it('does not run a spec without the tag on a second host', () => {
  const { projects } = planHosts(hosts, plain);
  expect(projects.at(1)?.grep?.test('window.spec.ts the hostname is shown')).toBe(false);
  expect(projects.at(1)?.grep?.test('window.spec.ts written to @hosts')).toBe(false);
});

it('leaves no spec out of a run for all hosts, or of one that names its hosts', () => {
  const every = { every: [...hosts], tagged: [] };
  expect(sorted(planHosts(hosts, { args: [], env: { [ALL_HOSTS_VARIABLE]: '1' } }))).toEqual(every);
  expect(sorted(planHosts(hosts, { args: ['test', '--project=electron'], env: {} }))).toEqual(every);
  expect(sorted(planHosts(hosts, { args: ['test', '--project', 'electron'], env: {} }))).toEqual(every);
});

/** Hosts that run a spec with this title and these tags. */
const hostsOf = ({ projects }: ReturnType<typeof planHosts>, title: string) =>
  projects
    .filter(({ grep, grepInvert }) => grep?.test(title) !== false && grepInvert?.test(title) !== true)
    .map(({ name }) => name);

it('runs a spec about the shell on every host that has one, in each kind of run', () => {
  const title = 'shell-crashes.spec.ts a crashed window is reloaded @shell';
  const everyHost = { args: [], env: { [ALL_HOSTS_VARIABLE]: '1' } };
  const named = { args: ['test', '--project=headless'], env: {} };
  for (const run of [plain, everyHost, named])
    expect(hostsOf(planHosts(hosts, run), title)).toEqual(['electron', 'stand-in']);
  expect(hostsOf(planHosts(['headless'], plain), title)).toEqual([]);
  expect(hostsOf(planHosts(['headless'], plain), 'window.spec.ts another spec')).toEqual(['headless']);
});

it('says which specs run where', () => {
  expect(planHosts(hosts, plain).note).toContain(
    'every spec on electron, those tagged @host on stand-in and headless',
  );
});

it('returns no project for a machine without any host', () => {
  expect(planHosts([], plain).projects).toEqual([]);
});
