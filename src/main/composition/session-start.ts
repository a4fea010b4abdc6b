import type { SystemPort } from '#core/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import type { SessionStart } from '#main/rehearsal/index.ts';

/** What the first OBS shows now; nothing is known while none is connected. */
export const readSessionStart = (
  system: Pick<SystemPort, 'list'>,
  obsOf: (componentId: string) => Pick<ObsBridge, 'state'> | null,
): SessionStart => {
  const first = system.list().find(({ kind, platform }) => kind === 'bridge' && platform === 'obs');
  const state = first && obsOf(first.id)?.state;
  return {
    scenes: state?.scenes ?? [],
    scene: state?.currentScene ?? null,
    streaming: state?.streaming === 'on' ? true : state?.streaming === 'off' ? false : null,
  };
};
