import type { Component, ComponentContext, ConditionInput, MetricReading } from '#core/index.ts';
import { bridgeLinkLost, bridgeMissed, bridgeResumed } from '#shared/catalogue/topics/bridge.ts';
import {
  componentFailed,
  componentRecovered,
  componentStateChanged,
  systemWoke,
} from '#shared/catalogue/topics/components.ts';
import type { Heard } from '#shared/catalogue/topics/define.ts';
import { outageAmended, outageClosed, outageOpened } from '#shared/catalogue/topics/outages.ts';
import { type JsonObject, durationInWords } from '#shared/kernel/index.ts';
import type { EventRecord, Outage } from '#shared/model/index.ts';
import { OutageLedger, type OutageStart } from './outage-ledger.ts';

const tickMs = 5_000;
/** Difference of wall time and ticks above which the machine slept or its clock was set. */
const sleepMs = 15_000;
/**
 * Time after a sleep in which a failure is blamed on it, because all bridges check their connections right
 * after waking.
 */
const sleepBlameMs = 6_000;

/** A bridge as the ledger identifies it. */
export interface KnownBridge {
  readonly id: string;
  readonly title: string;
}

export interface OutageLedgerParts {
  /** Returns the bridge of this component id; null for other components. */
  readonly bridge: (componentId: string) => KnownBridge | null;
  /** Reads the outages of earlier runs since a time. */
  readonly earlier?: (since: number) => Promise<readonly Outage[]>;
}

/**
 * The outage ledger as a component: records each outage with its cause from the events of the core and the
 * bridges. It changes nothing and retries nothing.
 */
export class OutageLedgerComponent implements Component {
  readonly #parts: OutageLedgerParts;
  #ledger: OutageLedger | null = null;
  #context: ComponentContext | null = null;
  #lastTick = { wall: 0, monotonic: 0 };
  /** Bridges that are connecting. */
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
    events.on(componentFailed, (event) => this.#onFailed(event));
    events.on(componentRecovered, ({ source }) => this.#onRecovered(source));
    events.on(componentStateChanged, ({ source, data }) => this.#onState(source, data));
    events.on(bridgeLinkLost, (event) => this.#onLinkLost(event));
    events.on(bridgeResumed, ({ source, data }) => this.#onResumed(source, data.replayed));
    events.on(bridgeMissed, (event) => this.#onMissed(event));
    events.on(systemWoke, () => this.#lookAtClock());
    scope.use(
      clock.setInterval(() => this.#lookAtClock(), tickMs),
      'sleep watch',
    );
    await this.#restore(context);
    context.setCondition({
      type: 'Recording',
      status: 'true',
      reason: 'Recording',
      message: 'Every outage is recorded with its cause.',
    });
  }

  cleanup(): void {
    for (const { componentId } of this.list().filter(({ end }) => end === null))
      this.#close(componentId, 'program-ended');
    this.#context = null;
  }

  /** Returns the outages, newest first. */
  list(): readonly Outage[] {
    return this.#ledger?.list() ?? [];
  }

  getHealth(): readonly ConditionInput[] {
    return [{ type: 'Recording', status: 'true', reason: 'Recording', message: 'Every outage is recorded.' }];
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
      logger.error('The outages of earlier runs can’t be read; the ledger starts empty', thrown);
    }
  }

  #onFailed({ source, id, at, data, message }: Heard<typeof componentFailed>): void {
    const bridge = this.#parts.bridge(source);
    if (!bridge) return;
    const cause = { code: data.code, message: withoutTitle(message, bridge.title) };
    this.#open(bridge, { id, at }, cause);
  }

  #onRecovered(source: string): void {
    const bridge = this.#parts.bridge(source);
    if (bridge) this.#close(bridge.id, 'recovered');
  }

  #onState(source: string, { to, desired }: Heard<typeof componentStateChanged>['data']): void {
    const bridge = this.#parts.bridge(source);
    if (!bridge) return;
    this.#starting.delete(bridge.id);
    if (desired === 'stopped') this.#close(bridge.id, 'switched-off');
    if (to !== 'starting') return;
    this.#starting.add(bridge.id);
    this.#ledger?.attempted(bridge.id);
  }

  #onLinkLost({ source, id, causeId, data, message }: Heard<typeof bridgeLinkLost>): void {
    const bridge = this.#parts.bridge(source);
    // The cause is the platform's own event, which the journal keeps, rather than the event that repeats it.
    if (bridge) this.#open(bridge, { id: causeId ?? id, at: data.since }, { code: data.code, message });
  }

  #onResumed(source: string, replayed: boolean): void {
    const bridge = this.#parts.bridge(source);
    const nothing = { count: 0, atLeast: false, message: 'Nothing: missed events were replayed.' };
    if (bridge) this.#close(bridge.id, 'recovered', replayed ? nothing : undefined);
  }

  #onMissed({ source, data, message }: Heard<typeof bridgeMissed>): void {
    const bridge = this.#parts.bridge(source);
    if (!bridge || !this.#isOfLastOutage(bridge.id, data.from)) return;
    this.#amend(bridge.id, { count: data.count, atLeast: data.more, message });
  }

  /**
   * Returns true when the missed events belong to the last outage; events missed during a manual stop belong
   * to none.
   */
  #isOfLastOutage(componentId: string, from: number): boolean {
    const last = this.list().find((outage) => outage.componentId === componentId);
    return !last || (last.endedAt ?? Infinity) >= from;
  }

  #open(bridge: KnownBridge, event: Pick<EventRecord, 'id' | 'at'>, cause: Outage['cause']): void {
    this.#lookAtClock();
    const slept = this.#slept;
    const clock = this.#context?.clock;
    const blameSleep = slept && clock && clock.monotonic() - slept.noticedAt <= sleepBlameMs;
    const start: OutageStart = {
      componentId: bridge.id,
      title: bridge.title,
      // A connection that fails while it starts was an attempt itself.
      attempts: this.#starting.has(bridge.id) ? 1 : 0,
      ...(blameSleep
        ? {
            startedAt: slept.from,
            cause: {
              code: 'system.slept',
              message: `This computer slept for about ${durationInWords(slept.forMs)}, which broke the connection: ${cause.message}`,
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

  /** Detects a sleep from the clocks alone, also when no host reports it. */
  #lookAtClock(): void {
    const clock = this.#context?.clock;
    if (!clock) return;
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const passed = Math.max(now.wall - this.#lastTick.wall, now.monotonic - this.#lastTick.monotonic);
    if (passed - tickMs > sleepMs)
      this.#slept = { from: now.wall - passed, forMs: passed, noticedAt: now.monotonic };
    // A clock set back was set forward before, or there was no sleep: nothing is blamed on it.
    if (now.wall - this.#lastTick.wall < -sleepMs) this.#slept = null;
    this.#lastTick = now;
  }
}

/**
 * Removes the bridge's name from the start of the core's sentence, because the ledger shows the name
 * separately.
 */
const withoutTitle = (message: string, title: string): string =>
  message.startsWith(`${title} failed: `) ? message.slice(title.length + ' failed: '.length) : message;
