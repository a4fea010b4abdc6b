import { join } from 'node:path';
import type { System } from '#core/index.ts';
import { AirWatch, readUpdateSource, UpdateMemory, Updates } from '#main/updates/index.ts';
import { componentStateChanged } from '#shared/catalogue/topics/components.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { afterAnswer } from './after-answer.ts';
import type { Ground, Run, Stores } from './application-stores.ts';
import type { BuiltSystem } from './system.ts';

/** Tells the updates about every change of an OBS, so that they know when the show is over. */
export const followAir = (system: Pick<System, 'events'>, updates: Updates): Disposable => {
  const listening = new DisposableStack();
  listening.use(system.events.on('obs.*', () => updates.offerWhenOffAir()));
  listening.use(system.events.on(componentStateChanged, () => updates.offerWhenOffAir()));
  return listening;
};

/** Opens the updates. The system is built later, because the updates are one of its components. */
export const openUpdates = async (
  { options, home, clock, scope, logger }: Ground,
  { store, sections, keeper }: Stores,
  { rehearsing }: Run,
  built: () => BuiltSystem,
): Promise<Updates> => {
  const log = logger.child('updates');
  const host = options.updates ?? null;
  const source = readUpdateSource(host, { version: options.version, rehearsing });
  const air = new AirWatch(() =>
    [...built().studio.bridges].map(([id, { state }]) => ({
      id,
      title: built().system.detail(id)?.title ?? id,
      streaming: state.streaming,
      recording: state.recording,
    })),
  );
  const lifetime = new AbortController();
  scope.defer('updates', () => lifetime.abort());
  const folder = join(home, 'updates');
  return new Updates(
    {
      version: options.version,
      clock,
      memory: await UpdateMemory.open(join(home, 'updates.json'), (problem) => log.warning(problem)),
      settings: () => {
        const { updateChannel: channel, checkForUpdates: automatic } = store.get(sections.program);
        return { channel, automatic };
      },
      emit: (draft: TopicDraft) => void built().system.events.emit('updates', draft),
      onAir: () => air.reason(),
      backUp: async () => {
        const made = await keeper.make('before-update');
        return made.ok ? { ok: true, value: made.value.id } : made;
      },
      lifetime: lifetime.signal,
      folder,
      soon: (act) => afterAnswer({ clock, scope }, 'update', act),
    },
    typeof source === 'string' ? source : host ? { host, source } : 'no-updater',
  );
};
