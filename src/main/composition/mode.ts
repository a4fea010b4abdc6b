import type { SettingsStore } from '#main/settings/index.ts';
import type { RunMode } from '#shared/model/index.ts';
import { err, Fault, ok, type Clock, type Result, type Scope } from '#shared/kernel/index.ts';
import { afterAnswer } from './after-answer.ts';

/**
 * Returns rehearsal until a connection is set up: any value of a platform section that is not a default. A
 * choice in the settings takes precedence.
 */
export const chooseMode = async (
  requested: RunMode | 'automatic',
  store: Pick<SettingsStore, 'describe'>,
  ofPlatforms: ReadonlySet<string>,
): Promise<RunMode> => {
  if (requested !== 'automatic') return requested;
  const configured = (await store.describe()).some(
    ({ path, layers }) => ofPlatforms.has(path) && Object.values(layers).some((layer) => layer !== 'default'),
  );
  return configured ? 'live' : 'rehearsal';
};

/**
 * Switches between rehearsal and live while the program runs. Stores the choice for the next start. The host
 * then rebuilds the whole program, because the two modes have almost no component in common.
 */
export const createModeSwitch =
  (parts: {
    readonly store: Pick<SettingsStore, 'patch'>;
    readonly clock: Clock;
    readonly scope: Scope;
    /**
     * Resolves when the disk is up to date. The answer waits for that too, and the stop must not overtake the
     * answer.
     */
    readonly whenDurable: () => Promise<unknown>;
    readonly current: RunMode;
    /** Restarts in the other mode. Absent in a host that cannot restart itself. */
    readonly onSwitch: ((mode: RunMode) => void) | undefined;
  }) =>
  async (mode: RunMode): Promise<Result<void, Fault>> => {
    const { store, whenDurable, current, onSwitch } = parts;
    if (mode === current) {
      const message = `Cuelight is already ${mode === 'live' ? 'live' : 'in rehearsal'}. Nothing was changed.`;
      return err(new Fault('program.mode-unchanged', message, { kind: 'configuration' }));
    }
    if (onSwitch === undefined) {
      const message = 'Cuelight cannot restart itself here. Stop it and start it again.';
      return err(new Fault('program.cannot-switch-mode', message, { kind: 'configuration' }));
    }
    const kept = await store.patch('program', { mode });
    if (!kept.ok) return kept;
    await whenDurable();
    afterAnswer(parts, 'restart', () => onSwitch(mode));
    return ok(undefined);
  };

/** Quits the program once the answer had time to leave. The host stops everything in order and exits. */
export const createQuit =
  (parts: {
    readonly clock: Clock;
    readonly scope: Scope;
    /** Ends the program. Absent in a host that cannot. */
    readonly onQuit: (() => void) | undefined;
  }) =>
  (): Result<void, Fault> => {
    const { onQuit } = parts;
    if (onQuit === undefined) {
      const message = 'Cuelight cannot quit by itself here. Stop it where you started it.';
      return err(new Fault('program.cannot-quit', message, { kind: 'configuration' }));
    }
    afterAnswer(parts, 'quit', onQuit);
    return ok(undefined);
  };
