import type { Resume, RunInfo, SystemFrame } from '#shared/contract/index.ts';
import type { SystemChange, SystemPort } from '#core/system-port.ts';
import type { FrameReader } from './paced-frames.ts';

type ChangesFrame = Extract<SystemFrame, { kind: 'changes' }>;

/** What the graph is read from. */
interface GraphSource {
  readonly system: Pick<SystemPort, 'list' | 'edges' | 'verdict' | 'onChange'>;
  runInfo(): RunInfo;
  onRunInfo(listener: () => void): Disposable;
}

/** Removals remembered for those who resume; who stopped reading before the oldest gets a snapshot. */
const removalsHeld = 256;

/**
 * The graph as numbered changes. Only *when* each thing last changed is kept, never what it was: a frame reads the
 * present state of all that changed after the reader's place, so any number of changes to one component are one.
 */
export class SystemStream implements Disposable {
  readonly #source: GraphSource;
  readonly #epoch: string;
  readonly #changedAt = new Map<string, number>();
  readonly #removedAt = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions = new DisposableStack();
  #seq = 1;
  #edgesAt = 1;
  #verdictAt = 1;
  #runAt = 1;
  /** Removals up to this number may have been forgotten. */
  #forgottenUpTo = 0;

  constructor(source: GraphSource, epoch: string) {
    this.#source = source;
    this.#epoch = epoch;
    this.#subscriptions.use(source.system.onChange((change) => this.#note(change)));
    this.#subscriptions.use(source.onRunInfo(() => this.#note({ kind: 'run' })));
  }

  /** A reader that starts where `resume` says, or with a snapshot. */
  read(resume: Resume): FrameReader<SystemFrame> {
    let place = resume?.epoch === this.#epoch && this.#canResume(resume.after) ? resume.after : undefined;
    return {
      next: () => {
        if (place !== undefined && place === this.#seq) return undefined;
        const frame =
          place !== undefined && this.#canResume(place) ? this.#changesAfter(place) : this.#snapshot();
        place = frame.seq;
        return frame;
      },
      onChange: (listener) => {
        this.#listeners.add(listener);
        return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
      },
    };
  }

  [Symbol.dispose](): void {
    this.#subscriptions.dispose();
    this.#listeners.clear();
  }

  #canResume(after: number): boolean {
    return after >= Math.max(1, this.#forgottenUpTo) && after <= this.#seq;
  }

  #note(change: SystemChange | { readonly kind: 'run' }): void {
    this.#seq += 1;
    switch (change.kind) {
      case 'component':
        this.#changedAt.set(change.id, this.#seq);
        this.#removedAt.delete(change.id);
        break;
      case 'removed':
        this.#changedAt.delete(change.id);
        // Deleted first, so that the map stays in order of removal and its first entry is the oldest.
        this.#removedAt.delete(change.id);
        this.#removedAt.set(change.id, this.#seq);
        this.#forgetOldRemovals();
        break;
      case 'edges':
        this.#edgesAt = this.#seq;
        break;
      case 'verdict':
        this.#verdictAt = this.#seq;
        break;
      case 'run':
        this.#runAt = this.#seq;
        break;
    }
    for (const listener of this.#listeners) listener();
  }

  #forgetOldRemovals(): void {
    for (const [id, at] of this.#removedAt) {
      if (this.#removedAt.size <= removalsHeld) return;
      this.#removedAt.delete(id);
      this.#forgottenUpTo = at;
    }
  }

  #snapshot(): SystemFrame {
    const { system } = this.#source;
    return {
      epoch: this.#epoch,
      seq: this.#seq,
      kind: 'snapshot',
      components: [...system.list()],
      edges: [...system.edges()],
      verdict: system.verdict(),
      run: this.#source.runInfo(),
    };
  }

  #changesAfter(place: number): ChangesFrame {
    const { system } = this.#source;
    const changed = system.list().filter(({ id }) => (this.#changedAt.get(id) ?? 0) > place);
    return {
      epoch: this.#epoch,
      seq: this.#seq,
      kind: 'changes',
      changed,
      removed: [...this.#removedAt].filter(([, at]) => at > place).map(([id]) => id),
      edges: this.#edgesAt > place ? [...system.edges()] : null,
      verdict: this.#verdictAt > place ? system.verdict() : null,
      run: this.#runAt > place ? this.#source.runInfo() : null,
    };
  }
}
