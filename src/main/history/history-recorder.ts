import type { SystemPort } from '#core/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { commandEnds } from '#shared/catalogue/topics/components.ts';
import type { Clock } from '#shared/kernel/index.ts';
import type { ComponentView, PastComponent } from '#shared/model/index.ts';

/** How often it is noted that the program runs: what a kill leaves unknown of the end of a run. */
const beatMs = 15_000;
/** Between two pictures of the graph the transitions tell what changed; this bounds how many are read. */
const snapshotMs = 6 * 3_600_000;
/** The verdict may change often in one moment; a picture is made of what it comes to. */
const settleMs = 250;
const leastBetweenMs = 2_000;

const pastOf = (view: ComponentView): PastComponent => ({
  id: view.id,
  title: view.title,
  kind: view.kind,
  parent: view.parent,
  platform: view.platform,
  wanted: view.wanted,
  state: view.state,
  since: view.since,
  startedAt: view.startedAt,
  cause: view.cause,
  needs: view.needs,
  level: view.health.level,
  reason: view.health.summary,
  levelSince: view.health.since,
});

/** Notes when the program runs, and keeps pictures of the whole graph: at the start, when the verdict or the graph changes, and now and then. */
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
      // What is wanted of a part changes by command, and no transition tells it.
      ...Object.values(commandEnds).map((topic) => system.events.on(topic, () => this.#keepSnapshot())),
    ];
  }

  /** Notes that the program runs, now. */
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
