import type { SystemPort } from '#core/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { commandEnds } from '#shared/catalogue/topics/components.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ComponentView, PastComponent } from '#shared/model/index.ts';

/** Milliseconds between heartbeats. After a kill, the end of the run is uncertain by this much. */
const beatMs = 15_000;
/** The longest time between two snapshots. It bounds the number of transitions to replay. */
const snapshotMs = 6 * 3_600_000;
/** Debounce time: the verdict may change several times in a moment, and only the last is stored. */
const settleMs = 250;
const leastBetweenMs = 2_000;

const pastOf = (view: ComponentView): PastComponent => ({
  id: view.id,
  title: view.title,
  kind: view.kind,
  parent: view.parent,
  platform: view.platform,
  desired: view.desired,
  state: view.state,
  since: view.since,
  startedAt: view.startedAt,
  cause: view.cause,
  needs: view.needs,
  level: view.health.level,
  reason: view.health.summary,
  levelSince: view.health.since,
});

/**
 * Records when the program runs, and snapshots of the whole graph: at the start and the end, when the verdict
 * or the graph changes, and every six hours.
 */
export class HistoryRecorder implements Disposable {
  readonly #system: SystemPort;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #held: Disposable[];
  #settling: Disposable | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(system: SystemPort, journal: Journal, clock: Clock) {
    this.#system = system;
    this.#journal = journal;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.beat();
    this.#keepSnapshot();
    this.#held = [
      clock.setInterval(() => this.beat(), beatMs),
      clock.setInterval(() => this.#keepSnapshot(), snapshotMs),
      system.onChange(({ kind }) => {
        if (kind === 'verdict' || kind === 'removed' || kind === 'edges') this.#keepSnapshotSoon();
      }),
      // A command changes a component's desired state, which no transition records.
      ...Object.values(commandEnds).map((topic) => system.events.on(topic, () => this.#keepSnapshot())),
    ];
  }

  /** Records that the program is running now. */
  beat(): void {
    this.#journal.append({ kind: 'run', record: { from: this.#startedAt, to: this.#clock.now() } });
  }

  [Symbol.dispose](): void {
    for (const each of this.#held) each[Symbol.dispose]();
    this.#settling?.[Symbol.dispose]();
    this.#keepSnapshot();
    this.beat();
  }

  #keepSnapshotSoon(): void {
    const wait = Math.max(settleMs, this.#lastAt + leastBetweenMs - this.#clock.now());
    this.#settling ??= this.#clock.setTimeout(() => this.#keepSnapshot(), Math.min(wait, leastBetweenMs));
  }

  #keepSnapshot(): void {
    this.#settling?.[Symbol.dispose]();
    this.#settling = undefined;
    this.#lastAt = this.#clock.now();
    this.#journal.append({
      kind: 'snapshot',
      record: {
        at: this.#lastAt,
        components: this.#system.list().map(pastOf),
        edges: this.#system.edges().map((edge) => ({ ...edge, rate: null })),
        verdict: this.#system.verdict(),
      },
    });
  }
}
