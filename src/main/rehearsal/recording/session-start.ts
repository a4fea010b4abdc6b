import type { SystemPort } from '#core/index.ts';
import type { SessionStart } from './session-recorder.ts';

/** As much of a bridge to OBS as a recording begins with; null is not known. */
interface ObservedObs {
  readonly state: {
    readonly scenes: readonly string[] | null;
    readonly currentScene: string | null;
    readonly streaming: string | null;
  };
}

/** What the first OBS shows now; nothing is known while none is connected. */
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
