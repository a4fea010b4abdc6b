import { desktopObstacle, type Desktop } from '../launch/electron-binary.ts';

/** A user of this machine who isn't root. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The facts that decide how the specs run. */
export interface SpecsMachine {
  /** The command that was called, for messages. */
  readonly command: string;
  readonly desktop: Desktop;
  /** The user who called sudo; null when nobody did. */
  readonly sudoUser: string | null;
  /** Returns true when the program is on PATH. */
  readonly has: (program: string) => boolean;
  /** Returns a user of this machine; null when there is none of that name. */
  readonly findUser: (name: string) => OrdinaryUser | null;
  /** Returns true when the command `wrapper` can read the program and run Electron's binary. */
  readonly canRun: (wrapper: readonly string[]) => boolean;
}

/** The command that the specs are prefixed with, or the reason why they can't run. */
export type SpecsPlan =
  | { readonly kind: 'run'; readonly user: OrdinaryUser | null; readonly wrapper: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

const refuse = (reason: string): SpecsPlan => ({ kind: 'refused', reason });

/** A screen of its own. Electron draws without a graphics card on it. */
const ownScreen = ['xvfb-run', '-a', '--server-args=-screen 0 1440x900x24'] as const;

/** Returns the command that runs another command as the user; null when this machine has none. */
const asUser = ({ name, uid, gid }: OrdinaryUser, has: SpecsMachine['has']): readonly string[] | null => {
  if (has('setpriv')) return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups'];
  return has('runuser') ? ['runuser', '-u', name, '--'] : null;
};

const planForRoot = ({ command, sudoUser, has, findUser, canRun }: SpecsMachine): SpecsPlan => {
  const advice = `Run ${command} as an ordinary user.`;
  const user = [sudoUser, 'nobody']
    .map((name) => (name === null ? null : findUser(name)))
    .find((each) => each !== null && each.uid !== 0);
  if (!user) return refuse(`Electron's sandbox doesn't run as root, and there is no user nobody. ${advice}`);
  const wrapper = asUser(user, has);
  if (wrapper === null)
    return refuse(`Electron's sandbox doesn't run as root, and setpriv and runuser are missing. ${advice}`);
  if (!canRun(wrapper))
    return refuse(
      `Electron's sandbox doesn't run as root, and ${user.name} can't read the project or run Electron. ${advice}`,
    );
  // The screen of root's session doesn't accept another user.
  if (!has('xvfb-run'))
    return refuse(`The specs run as ${user.name}, who needs a screen, and xvfb-run is missing. ${advice}`);
  return { kind: 'run', user, wrapper: [...wrapper, ...ownScreen] };
};

/** Decides as whom and on which screen the specs run. */
export const planSpecs = (machine: SpecsMachine): SpecsPlan => {
  const { desktop, has } = machine;
  if (desktop.platform === 'linux' && desktop.isRoot) return planForRoot(machine);
  if (desktopObstacle(desktop) === null) return { kind: 'run', user: null, wrapper: [] };
  return has('xvfb-run')
    ? { kind: 'run', user: null, wrapper: ownScreen }
    : refuse(
        'There is no screen, and xvfb-run is missing. Install xvfb, or run the specs in a desktop session.',
      );
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Belongs to root's session: another user can't use its bus, screen and folders. */
const ofTheSession = /^(?:DBUS_|XDG_|SUDO_|WAYLAND_|npm_)|^(?:DISPLAY|XAUTHORITY|MAIL|OLDPWD|SHELL)$/;

/** Returns the environment of a user to whom the specs drop, with folders of its own under `scratch`. */
export const environmentOf = (user: OrdinaryUser, env: Environment, scratch: string): Environment => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !ofTheSession.test(name))),
  HOME: scratch,
  TMPDIR: scratch,
  XDG_RUNTIME_DIR: scratch,
  USER: user.name,
  LOGNAME: user.name,
});

/** Says which Electron runs the specs, as whom and where. */
export const describePlan = (
  electron: { readonly path: string; readonly version: string | null },
  wanted: string,
  plan: Extract<SpecsPlan, { kind: 'run' }>,
): string => {
  const version = electron.version ?? 'of an unknown version';
  const difference = electron.version === wanted ? '' : `, while package.json has ${wanted}`;
  const user = plan.user === null ? '' : `, as ${plan.user.name} because this is root`;
  const screen = plan.wrapper.includes('xvfb-run') ? ', on a virtual screen' : '';
  return `Electron ${version} (${electron.path}${difference})${user}${screen}`;
};
