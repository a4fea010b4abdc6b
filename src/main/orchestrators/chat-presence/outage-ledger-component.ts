import type { Component, ComponentContext, ConditionInput, MetricReading } from '#core/index.ts';
import { outageAmended, outageClosed, outageOpened } from '#shared/catalogue/topics/outages.ts';
import { type JsonObject, durationInWords } from '#shared/kernel/index.ts';
import type { EventRecord, Outage } from '#shared/model/index.ts';
import { OutageLedger, type OutageStart } from './outage-ledger.ts';

const tickMs = 5_000;
/** Wall time that ran this much ahead of the ticks means that the machine slept, or that its clock was set. */
const sleepMs = 15_000;
/** A bridge that fails this soon after a sleep lost its connection in it: all of them prove themselves at once then. */
const sleepBlameMs = 6_000;

/** A bridge as the ledger has to know it. */
export interface KnownBridge {
  readonly id: string;
  readonly title: string;
}

export interface OutageLedgerParts {
  /** The bridge of this component id; null for anything else. */
  readonly bridge: (componentId: string) => KnownBridge | null;
  /** What earlier runs kept, since this instant. */
  readonly earlier?: (since: number) => Promise<readonly Outage[]>;
}

/** The dotted topics by which bridges tell of a connection that goes and comes within one life. */
const goes = /\.disconnected$/;
const comesBack = /\.(?:resumed|reconnected)$/;
const counts = /\.(?:messages|events|nothing)-missed$/;
const told = new RegExp([goes, comesBack, counts].map(({ source }) => source).join('|'));

/**
 * The outage ledger as a component: listens to what the core and the bridges tell, and keeps each gap with its cause.
 * It changes nothing and retries nothing.
 */
export class OutageLedgerComponent implements Component {
  readonly #parts: OutageLedgerParts;
  #ledger: OutageLedger | null = null;
  #context: ComponentContext | null = null;
  #lastTick = { wall: 0, monotonic: 0 };
  /** Bridges that begin a connection now. */
  readonly #starting = new Set<string>();
  #slept: { readonly from: number; readonly forMs: number; readonly noticedAt: number } | null = null;

  constructor(parts: OutageLedgerParts) {
    this.#parts = parts;
  }

  async initialize(context: ComponentContext): Promise<void> {
    const { clock, events, scope } = context;
    this.#context = context;
    this.#ledger ??= new OutageLedger(clock, context.ids);
    this.#lastTick = { wall: clock.now(), monotonic: clock.monotonic() };
    events.on('component.*', (event) => this.#onComponent(event));
    for (const platform of ['bridge', 'twitch', 'discord', 'obs'])
      events.on(`${platform}.*`, (event) => this.#onPlatform(event));
    events.on('system.woke', () => this.#lookAtClock());
    scope.use(
      clock.setInterval(() => this.#lookAtClock(), tickMs),
      'sleep watch',
    );
    await this.#restore(context);
    context.setCondition({
      type: 'Recording',
      status: 'true',
      reason: 'Recording',
      message: 'Every gap of a bridge is kept with its cause.',
    });
  }

  cleanup(): void {
    for (const { componentId } of this.list().filter(({ end }) => end === null))
      this.#close(componentId, 'program-ended');
    this.#context = null;
  }

  /** Newest first. */
  list(): readonly Outage[] {
    return this.#ledger?.list() ?? [];
  }

  getHealth(): readonly ConditionInput[] {
    return [
      { type: 'Recording', status: 'true', reason: 'Recording', message: 'Every gap of a bridge is kept.' },
    ];
  }

  getFact(): string {
    return `${this.#ledger?.openCount ?? 0} open · ${this.#today()} today`;
  }

  getMetrics(): readonly MetricReading[] {
    return [{ name: 'openOutages', unit: 'outages', value: this.#ledger?.openCount ?? 0 }];
  }

  getStatus(): JsonObject {
    const [latest] = this.list();
    return {
      open: this.#ledger?.openCount ?? 0,
      today: this.#today(),
      held: this.list().length,
      latest: latest
        ? { bridge: latest.title, startedAt: latest.startedAt, endedAt: latest.endedAt, ...latest.cause }
        : null,
    };
  }

  #today(): number {
    if (!this.#context || !this.#ledger) return 0;
    const midnight = new Date(this.#context.clock.now());
    midnight.setHours(0, 0, 0, 0);
    return this.#ledger.countSince(midnight.getTime());
  }

  async #restore({ clock, logger }: ComponentContext): Promise<void> {
    try {
      const earlier = await this.#parts.earlier?.(clock.now() - 24 * 3_600_000);
      if (earlier) this.#ledger?.restore(earlier);
    } catch (thrown) {
      logger.error('Reading the outages of earlier runs failed; the ledger begins empty', thrown);
    }
  }

  #onComponent(event: EventRecord): void {
    const bridge = this.#parts.bridge(event.source);
    if (!bridge || !this.#ledger) return;
    const { data } = event;
    switch (event.topic) {
      case 'component.failed':
        this.#open(bridge, event, {
          code: typeof data['code'] === 'string' ? data['code'] : 'unknown',
          message: withoutTitle(event.message, bridge.title),
        });
        break;
      case 'component.recovered':
        this.#close(bridge.id, 'recovered');
        break;
      case 'component.state-changed':
        this.#starting.delete(bridge.id);
        if (data['wanted'] === false) this.#close(bridge.id, 'switched-off');
        if (data['to'] !== 'starting') break;
        this.#starting.add(bridge.id);
        this.#ledger.attempted(bridge.id);
        break;
      default:
        break;
    }
  }

  #onPlatform(event: EventRecord): void {
    const { topic, data, message } = event;
    if (!told.test(topic)) return;
    const bridge = this.#parts.bridge(event.source);
    if (!bridge) return;
    if (goes.test(topic)) {
      const code = data['code'];
      this.#open(bridge, event, { code: typeof code === 'string' ? code : topic, message });
    } else if (comesBack.test(topic)) {
      this.#close(
        bridge.id,
        'recovered',
        topic.endsWith('.resumed')
          ? { count: 0, atLeast: false, message: 'Nothing: what was missed has been replayed.' }
          : undefined,
      );
    } else if (counts.test(topic) && this.#isOfLastOutage(bridge.id, data['from'])) {
      const count = typeof data['count'] === 'number' ? data['count'] : null;
      this.#amend(bridge.id, { count, atLeast: data['more'] === true, message });
    }
  }

  /** What was missed while a bridge was stopped by hand belongs to no outage. */
  #isOfLastOutage(componentId: string, from: unknown): boolean {
    const last = this.list().find((outage) => outage.componentId === componentId);
    return typeof from !== 'number' || !last || (last.endedAt ?? Infinity) >= from;
  }

  #open(bridge: KnownBridge, event: EventRecord, cause: Outage['cause']): void {
    this.#lookAtClock();
    const slept = this.#slept;
    const clock = this.#context?.clock;
    const blameSleep = slept && clock && clock.monotonic() - slept.noticedAt <= sleepBlameMs;
    const start: OutageStart = {
      componentId: bridge.id,
      title: bridge.title,
      // A connection that fails while it begins was an attempt itself.
      attempts: this.#starting.has(bridge.id) ? 1 : 0,
      ...(blameSleep
        ? {
            startedAt: slept.from,
            cause: {
              code: 'system.slept',
              message: `The machine slept for about ${durationInWords(slept.forMs)}, and the connection did not outlive it: ${cause.message}`,
            },
          }
        : { startedAt: event.at, cause }),
    };
    const outage = this.#ledger?.open(start);
    if (!outage) return;
    this.#context?.events.emit(outageOpened({ outage }, { causeId: event.id }));
  }

  #close(componentId: string, end: NonNullable<Outage['end']>, missed?: Outage['missed']): void {
    const outage = this.#ledger?.close(componentId, end, missed);
    if (!outage) return;
    const lastedMs = (outage.endedAt ?? outage.startedAt) - outage.startedAt;
    this.#context?.events.emit(outageClosed({ outage, lastedMs }));
  }

  #amend(componentId: string, missed: Outage['missed']): void {
    const outage = this.#ledger?.amend(componentId, missed);
    if (outage) this.#context?.events.emit(outageAmended({ outage }));
  }

  /** Notices a sleep from the clocks alone, also when no host tells of it. */
  #lookAtClock(): void {
    const clock = this.#context?.clock;
    if (!clock) return;
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const passed = Math.max(now.wall - this.#lastTick.wall, now.monotonic - this.#lastTick.monotonic);
    if (passed - tickMs > sleepMs)
      this.#slept = { from: now.wall - passed, forMs: passed, noticedAt: now.monotonic };
    // A clock that is set back was set forward before, or nobody slept: nothing is blamed on that.
    if (now.wall - this.#lastTick.wall < -sleepMs) this.#slept = null;
    this.#lastTick = now;
  }
}

/** The core's sentence starts with the bridge's name, which the ledger shows beside it. */
const withoutTitle = (message: string, title: string): string =>
  message.startsWith(`${title} failed: `) ? message.slice(title.length + ' failed: '.length) : message;
