import type { Clock } from '#shared/kernel/index.ts';
import type { RunInfo, SystemFrame } from '#shared/contract/index.ts';
import type { SystemChange, SystemPort } from '#core/system-port.ts';
import { FrameStream, type BodyOf, type FrameSource } from './frame-stream.ts';

type SystemBody = BodyOf<SystemFrame>;

/** The parts of the system that the graph is read from. */
interface GraphPorts {
  readonly system: Pick<SystemPort, 'list' | 'edges' | 'verdict' | 'onChange'>;
  runInfo(): RunInfo;
  onRunInfo(listener: () => void): Disposable;
}

/**
 * Remembers only *that* something changed. A frame reads the current state, so any number of changes to one
 * component between two frames become one.
 */
class GraphSource implements FrameSource<SystemBody> {
  readonly #ports: GraphPorts;
  readonly #changed = new Set<string>();
  readonly #removed = new Set<string>();
  readonly #parts = new Set<'edges' | 'verdict' | 'run'>();

  constructor(ports: GraphPorts) {
    this.#ports = ports;
  }

  note(change: SystemChange | { readonly kind: 'run' }): void {
    switch (change.kind) {
      case 'component':
        this.#changed.add(change.id);
        this.#removed.delete(change.id);
        break;
      case 'removed':
        this.#removed.add(change.id);
        this.#changed.delete(change.id);
        break;
      case 'edges':
      case 'verdict':
      case 'run':
        this.#parts.add(change.kind);
        break;
    }
  }

  take(): readonly SystemBody[] {
    const { system } = this.#ports;
    const body: SystemBody = {
      kind: 'changes',
      changed: system.list().filter(({ id }) => this.#changed.has(id)),
      removed: [...this.#removed],
      edges: this.#parts.has('edges') ? [...system.edges()] : null,
      verdict: this.#parts.has('verdict') ? system.verdict() : null,
      run: this.#parts.has('run') ? this.#ports.runInfo() : null,
    };
    for (const noted of [this.#changed, this.#removed, this.#parts]) noted.clear();
    return [body];
  }

  snapshot(): SystemBody {
    const { system } = this.#ports;
    return {
      kind: 'snapshot',
      components: [...system.list()],
      edges: [...system.edges()],
      verdict: system.verdict(),
      run: this.#ports.runInfo(),
    };
  }

  weigh(): number {
    return 1;
  }
}

/** Creates the stream of the graph: the whole graph, then the changes. */
export const createSystemStream = (ports: GraphPorts, clock: Clock, epoch: string) => {
  const source = new GraphSource(ports);
  // Two seconds at full rate: a subscriber further behind needs a snapshot instead.
  const stream = new FrameStream({ clock, epoch, source, bufferSize: 40 });
  const note = (change: SystemChange | { readonly kind: 'run' }): void => {
    source.note(change);
    stream.notify();
  };
  const subscriptions = new DisposableStack();
  subscriptions.use(stream);
  subscriptions.use(ports.system.onChange(note));
  subscriptions.use(ports.onRunInfo(() => note({ kind: 'run' })));
  return Object.assign(subscriptions, { read: stream.read.bind(stream) });
};
