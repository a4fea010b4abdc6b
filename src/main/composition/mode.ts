import type { SettingsStore } from '#main/settings/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import { err, Fault, ok, type Clock, type Result, type Scope } from '#shared/kernel/index.ts';

/**
 * Rehearsal until somebody set up a connection: any value that is not a default, of a section about the real platforms. A choice in the
 * settings wins over that.
 */
export const chooseMode = async (
  wanted: RunMode | 'automatic',
  store: Pick<SettingsStore, 'describe'>,
  ofPlatforms: ReadonlySet<string>,
): Promise<RunMode> => {
  if (wanted !== 'automatic') return wanted;
  const configured = (await store.describe()).some(
    ({ path, layers }) => ofPlatforms.has(path) && Object.values(layers).some((layer) => layer !== 'default'),
  );
  return configured ? 'live' : 'rehearsal';
};

/** The answer to whoever asked has this long to leave the program before it stops, milliseconds. */
const farewellMs = 200;

/**
 * Changes between rehearsal and live while the program runs. The choice is kept, so that the next start is the same; the host
 * then stops everything and builds it anew, because hardly a part is the same in both.
 */
export const createModeSwitch =
  (parts: {
    readonly store: Pick<SettingsStore, 'patch'>;
    readonly clock: Clock;
    readonly scope: Scope;
    /** Resolves when the disk has what happened: the answer waits for that too, and must not be overtaken by the stop. */
    readonly whenDurable: () => Promise<unknown>;
    readonly current: RunMode;
    /** Left out by a host that cannot begin anew by itself. */
    readonly onSwitch: ((mode: RunMode) => void) | undefined;
  }) =>
  async (mode: RunMode): Promise<Result<void, Fault>> => {
    const { store, clock, scope, whenDurable, current, onSwitch: onSwitch } = parts;
    if (mode === current) {
      const message = `Cuelight ${mode === 'live' ? 'is live' : 'rehearses'} already: nothing was changed.`;
      return err(new Fault('program.mode-unchanged', message, { kind: 'configuration' }));
    }
    if (onSwitch === undefined) {
      const message = 'This host cannot begin anew by itself: stop Cuelight and start it again.';
      return err(new Fault('program.cannot-switch-mode', message, { kind: 'configuration' }));
    }
    const kept = await store.patch('program', { mode });
    if (!kept.ok) return kept;
    await whenDurable();
    scope.use(
      clock.setTimeout(() => onSwitch(mode), farewellMs),
      'begin anew',
    );
    return ok(undefined);
  };
