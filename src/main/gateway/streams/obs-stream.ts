import type { Clock } from '#shared/kernel/index.ts';
import type { ObsFrame } from '#shared/contract/index.ts';
import type { ObsView } from '#shared/model/index.ts';
import type { ObsPort } from '../ports/index.ts';
import { FrameStream, type BodyOf, type FrameSource } from './frame-stream.ts';

type ObsBody = BodyOf<ObsFrame>;
type ObsChange = Extract<ObsBody, { kind: 'changes' }>['changed'][number];

const changesBetween = (before: ObsView | undefined, after: ObsView): ObsChange => {
  if (!before) return after;
  // An unchanged field is the identical value: observations are replaced, never changed in place.
  const fields = Object.entries(after).filter(([field, value]) => Reflect.get(before, field) !== value);
  return { ...Object.fromEntries(fields), id: after.id };
};

/**
 * Compares the state of every OBS with the last frame, field by field, so that a moved fader does not send
 * 5,000 scenes.
 */
class ObsSource implements FrameSource<ObsBody> {
  readonly #obs: Pick<ObsPort, 'list'>;
  #lastSent: ReadonlyMap<string, ObsView>;

  constructor(obs: Pick<ObsPort, 'list'>) {
    this.#obs = obs;
    this.#lastSent = this.#now();
  }

  take(): readonly ObsBody[] {
    const before = this.#lastSent;
    const after = this.#now();
    this.#lastSent = after;
    const changed = [...after.values()]
      .map((view) => changesBetween(before.get(view.id), view))
      .filter((change) => Object.keys(change).length > 1);
    const removed = [...before.keys()].filter((id) => !after.has(id));
    return changed.length === 0 && removed.length === 0 ? [] : [{ kind: 'changes', changed, removed }];
  }

  snapshot(): ObsBody {
    return { kind: 'snapshot', instances: [...this.#lastSent.values()] };
  }

  weigh(): number {
    return 1;
  }

  #now(): ReadonlyMap<string, ObsView> {
    return new Map(this.#obs.list().map((view) => [view.id, view]));
  }
}

/** Creates the stream of every OBS: the whole state, then the changes. */
export const createObsStream = (obs: Pick<ObsPort, 'list' | 'onChange'>, clock: Clock, epoch: string) => {
  const stream = new FrameStream({ clock, epoch, source: new ObsSource(obs), bufferSize: 40 });
  const subscriptions = new DisposableStack();
  subscriptions.use(stream);
  subscriptions.use(obs.onChange(() => stream.notify()));
  return Object.assign(subscriptions, { read: stream.read.bind(stream) });
};
