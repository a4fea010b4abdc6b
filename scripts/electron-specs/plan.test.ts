import { describe, expect, it } from 'vitest';
import { describePlan, environmentOf, planSpecs, type SpecsMachine } from './plan.ts';

const users = [
  { name: 'root', uid: 0, gid: 0 },
  { name: 'ada', uid: 1_000, gid: 1_000 },
  { name: 'nobody', uid: 65_534, gid: 65_534 },
];
const everything = ['setpriv', 'runuser', 'xvfb-run'];

interface Facts {
  platform?: NodeJS.Platform;
  root?: boolean;
  screen?: boolean;
  sudo?: string;
  programs?: readonly string[];
  known?: readonly string[];
  readable?: boolean;
}
const machine = (facts: Facts): SpecsMachine => ({
  command: 'npm run test:electron',
  desktop: {
    platform: facts.platform ?? 'linux',
    isRoot: facts.root ?? false,
    hasScreen: facts.screen ?? false,
  },
  sudoUser: facts.sudo ?? null,
  has: (program) => (facts.programs ?? everything).includes(program),
  findUser: (name) =>
    users.find((user) => user.name === name && (facts.known ?? ['root', 'ada', 'nobody']).includes(name)) ??
    null,
  canRun: () => facts.readable ?? true,
});
const wrapperOf = (facts: Facts): string => {
  const plan = planSpecs(machine(facts));
  return plan.kind === 'run' ? plan.wrapper.join(' ') : `refused: ${plan.reason}`;
};
const screen = 'xvfb-run -a --server-args=-screen 0 1440x900x24';

describe('the specs on Electron', () => {
  it('run directly in a desktop session, and on macOS and Windows', () => {
    expect(wrapperOf({ screen: true })).toBe('');
    expect(wrapperOf({ platform: 'darwin', root: true })).toBe('');
    expect(wrapperOf({ platform: 'win32' })).toBe('');
  });

  it('get a virtual screen when there is none', () => {
    expect(wrapperOf({})).toBe(screen);
    expect(wrapperOf({ programs: [] })).toContain('refused: There is no screen, and xvfb-run is missing.');
  });

  it('drop from root to the caller of sudo, otherwise to nobody', () => {
    const asUser = (id: number): string => `setpriv --reuid=${id} --regid=${id} --init-groups ${screen}`;
    expect(wrapperOf({ root: true, sudo: 'ada' })).toBe(asUser(1_000));
    expect(wrapperOf({ root: true })).toBe(asUser(65_534));
    expect(wrapperOf({ root: true, sudo: 'root', screen: true })).toBe(asUser(65_534));
    expect(wrapperOf({ root: true, sudo: 'ada', programs: ['runuser', 'xvfb-run'] })).toBe(
      `runuser -u ada -- ${screen}`,
    );
  });

  it.each<[string, Facts, string]>([
    ['there is no ordinary user', { known: ['root'] }, 'there is no user nobody'],
    ['nothing changes the user', { programs: ['xvfb-run'] }, 'setpriv and runuser are missing'],
    ['the user cannot read the project', { readable: false }, "nobody can't read the project"],
    ['the user has no screen', { programs: ['setpriv'] }, 'xvfb-run is missing'],
  ])('say why root cannot run them when %s', (_what, facts, reason) => {
    expect(wrapperOf({ root: true, ...facts })).toContain(reason);
    expect(wrapperOf({ root: true, ...facts })).toMatch(/^refused: .*as an ordinary user\.$/);
  });

  it('do not use the session of root as another user', () => {
    const env = {
      PATH: '/bin',
      ELECTRON_OVERRIDE_DIST_PATH: '/electron',
      HOME: '/root',
      DISPLAY: ':0',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/0/bus',
      XDG_CONFIG_HOME: '/root/.config',
      npm_config_cache: '/root/.npm',
    };
    expect(environmentOf({ name: 'ada', uid: 1_000, gid: 1_000 }, env, '/tmp/scratch')).toEqual({
      PATH: '/bin',
      ELECTRON_OVERRIDE_DIST_PATH: '/electron',
      HOME: '/tmp/scratch',
      TMPDIR: '/tmp/scratch',
      XDG_RUNTIME_DIR: '/tmp/scratch',
      USER: 'ada',
      LOGNAME: 'ada',
    });
  });

  it('name the Electron that runs, and say when it is not the one of package.json', () => {
    const plan = planSpecs(machine({ root: true, sudo: 'ada' }));
    if (plan.kind !== 'run') throw new Error('The plan was refused');
    expect(describePlan({ path: '/e/electron', version: '33.2.1' }, '45.4.1', plan)).toBe(
      'Electron 33.2.1 (/e/electron, while package.json has 45.4.1), as ada because this is root, on a virtual screen',
    );
    expect(
      describePlan({ path: '/e/electron', version: '45.4.1' }, '45.4.1', {
        ...plan,
        user: null,
        wrapper: [],
      }),
    ).toBe('Electron 45.4.1 (/e/electron)');
    expect(describePlan({ path: '/e/electron', version: null }, '45.4.1', plan)).toContain(
      'Electron of an unknown version',
    );
  });
});
