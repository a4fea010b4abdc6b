import type { SystemPort } from '#core/index.ts';
import type { SessionStart } from './session-recorder.ts';

/** The state of an OBS bridge that a recording needs; null is unknown. */
interface ObservedObs {
  readonly state: {
    readonly scenes: readonly string[] | null;
    readonly currentScene: string | null;
    readonly streaming: string | null;
  };
}

/** Returns the current state of the first OBS. Everything is unknown while no OBS is connected. */
export const readSessionStart = (
  system: Pick<SystemPort, 'list'>,
  obsOf: (componentId: string) => ObservedObs | null,
): SessionStart => {
  const first = system.list().find(({ kind, platform }) => kind === 'bridge' && platform === 'obs');
  const state = first && obsOf(first.id)?.state;
  return {
    scenes: state?.scenes ?? [],
    scene: state?.currentScene ?? null,
    streaming: state?.streaming === 'on' ? true : state?.streaming === 'off' ? false : null,
  };
};
