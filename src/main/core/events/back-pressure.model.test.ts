import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicMatches, type EventRecord } from '#shared/model/index.ts';
import { createCoreHarness } from '../testing/index.ts';
import { happened } from '../testing/happened.ts';
import { readModelRuns } from '../testing/model-runs.ts';
import type { EventBus, ListenOptions, Subscription } from './event-bus.ts';

/**
 * Random histories of events and slow listeners against a small model: lists that events are put on and taken from. The
 * bus's own record says in which order things were told; the model says who then heard what, what waits, and what was lost.
 */

type Policy = 'none' | 'drop-oldest' | 'coalesce' | 'block';

interface Habits {
  readonly pattern: string;
  readonly policy: Policy;
  readonly capacity: number;
  /** What it does with every event. One with a queue works until it is told to finish, and may break then. */
  readonly does: 'nothing' | 'throw' | 'reject' | 'answer';
  /** It goes by itself with this event. */
  readonly leavesWith: number;
  /** It sends away who stands so far behind (or before) it, with its first event. */
  readonly evicts: number;
  readonly replay: number;
}

const answered = 'chat.question';
const answer = 'show.answer';
const draft = { message: '' };

class ModelListener {
  readonly habits: Habits;
  readonly seen: string[] = [];
  waiting: EventRecord[] = [];
  working: EventRecord | null = null;
  open = true;
  dropped = 0;
  pushed = 0;
  /** What waited when it left. */
  abandoned = 0;

  constructor(habits: Habits) {
    this.habits = habits;
  }

  hears({ topic }: EventRecord): boolean {
    return this.open && topicMatches(this.habits.pattern, topic);
  }

  get full(): boolean {
    return this.habits.policy === 'block' && this.open && this.waiting.length >= this.habits.capacity;
  }

  leave(): void {
    this.abandoned += this.waiting.length;
    this.waiting = [];
    this.open = false;
  }
}

class Model {
  readonly listeners: ModelListener[] = [];
  /** Failures that are to be told. */
  failures = 0;
  readonly #told = new Map<string, EventRecord>();

  add(habits: Habits, past: readonly EventRecord[]): void {
    const listener = new ModelListener(habits);
    this.listeners.push(listener);
    for (const event of past.filter(({ topic }) => topicMatches(habits.pattern, topic)).slice(-habits.replay))
      if (habits.replay > 0) this.#push(listener, event);
  }

  deliver(event: EventRecord): void {
    this.#told.set(event.id, event);
    for (const listener of this.listeners) if (listener.hears(event)) this.#push(listener, event);
  }

  /** The work on an event is over. */
  finish({ working }: ModelListener, broke: boolean): void {
    if (broke && working !== null && this.#isTold(working)) this.failures++;
  }

  takeNext(listener: ModelListener): void {
    listener.working = null;
    const next = listener.waiting.shift();
    if (next) this.#hear(listener, next);
  }

  /** A failure of who listens to failures is logged only. */
  #isTold({ topic }: EventRecord): boolean {
    return topic !== 'listener.failed';
  }

  #push(listener: ModelListener, event: EventRecord): void {
    const { policy, capacity } = listener.habits;
    listener.pushed++;
    if (policy === 'none' || listener.working === null) {
      this.#hear(listener, event);
      return;
    }
    const same = listener.waiting.findIndex(
      ({ topic, source }) => policy === 'coalesce' && topic === event.topic && source === event.source,
    );
    if (same >= 0) {
      listener.dropped++;
      listener.waiting[same] = event;
      return;
    }
    if (policy !== 'block' && listener.waiting.length === capacity) {
      listener.dropped++;
      listener.waiting.shift();
    }
    listener.waiting.push(event);
  }

  #hear(listener: ModelListener, event: EventRecord): void {
    const { policy, does, leavesWith, evicts } = listener.habits;
    listener.seen.push(event.id);
    if (policy !== 'none') listener.working = event;
    else if ((does === 'throw' || does === 'reject') && this.#isTold(event)) this.failures++;
    if (listener.seen.length === 1 && evicts !== 0)
      this.listeners[this.listeners.indexOf(listener) + evicts]?.leave();
    if (listener.seen.length === leavesWith) listener.leave();
  }
}

/** A listener on the bus, with the same habits. */
class RealListener {
  readonly seen: string[] = [];
  readonly #bus: EventBus;
  readonly #habits: Habits;
  readonly #peers: readonly RealListener[];
  subscription: Subscription | null = null;
  /** How many events there were in all when it went on to the next one; no end when there was none. */
  toldBeforeNext = Infinity;
  #end: ((broke: boolean) => void) | null = null;

  constructor(bus: EventBus, habits: Habits, peers: readonly RealListener[]) {
    this.#bus = bus;
    this.#habits = habits;
    this.#peers = peers;
  }

  subscribe(): void {
    const { pattern, policy, capacity, replay } = this.#habits;
    const options: ListenOptions = {
      replay,
      ...(policy !== 'none' && { backPressure: { whenFull: policy, capacity } }),
    };
    this.subscription = this.#bus.on(pattern, (event) => this.#hear(event), options);
  }

  leave(): void {
    this.subscription?.[Symbol.dispose]();
  }

  finish(broke: boolean): void {
    const end = this.#end;
    this.#end = null;
    this.toldBeforeNext = Infinity;
    end?.(broke);
  }

  #hear(event: EventRecord): undefined | Promise<void> {
    const { policy, does, leavesWith, evicts } = this.#habits;
    this.seen.push(event.id);
    this.toldBeforeNext = this.#bus.recent('*', 10_000).length;
    if (this.seen.length === 1 && evicts !== 0) this.#peers[this.#peers.indexOf(this) + evicts]?.leave();
    if (this.seen.length === leavesWith) this.leave();
    if (does === 'answer' && event.topic === answered) this.#bus.emit('answerer', happened(answer, draft));
    if (policy !== 'none') {
      return new Promise((resolve, reject) => {
        this.#end = (broke) => (broke ? reject(new Error('broke')) : resolve());
      });
    }
    if (does === 'throw') throw new Error('broke at once');
    return does === 'reject' ? Promise.reject(new Error('broke later')) : undefined;
  }
}

// --- Histories --------------------------------------------------------------------------------------------------

const anyHabits: fc.Arbitrary<Habits> = fc
  .record({
    pattern: fc.constantFrom('*', 'chat.*', 'chat.question', 'chat.joke', 'show.answer', 'listener.failed'),
    policy: fc.constantFrom<Policy>('none', 'none', 'drop-oldest', 'coalesce', 'block'),
    capacity: fc.integer({ min: 1, max: 3 }),
    does: fc.constantFrom<Habits['does']>('nothing', 'nothing', 'throw', 'reject', 'answer'),
    leavesWith: fc.constantFrom(0, 0, 0, 1, 3),
    evicts: fc.constantFrom(0, 0, 0, -1, 1),
    replay: fc.constantFrom(0, 0, 0, 2, 5),
  })
  // Who is told the past while it comes does nothing else with it: what it did would be told between two of the past.
  .map((habits) => (habits.replay === 0 ? habits : { ...habits, does: 'nothing', leavesWith: 0, evicts: 0 }));

type Move =
  | { readonly kind: 'listen'; readonly habits: Habits }
  | { readonly kind: 'leave'; readonly who: number }
  | {
      readonly kind: 'emit' | 'emit when ready';
      readonly topic: string;
      readonly source: string;
      readonly times: number;
    }
  | { readonly kind: 'finish'; readonly who: number; readonly broke: boolean };

const who = fc.nat({ max: 5 });
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('listen' as const), habits: anyHabits }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('emit' as const, 'emit when ready' as const),
      topic: fc.constantFrom('chat.question', 'chat.joke', 'show.began'),
      source: fc.constantFrom('ada', 'ben'),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('finish' as const), who, broke: fc.boolean() }) },
);

const play = async (first: readonly Habits[], history: readonly Move[]): Promise<void> => {
  const { clock, createServices } = createCoreHarness();
  const { bus } = createServices();
  const model = new Model();
  const real: RealListener[] = [];
  const told: EventRecord[] = [];
  /** Emissions that wait for room, by their number, in the order in which they were asked for. */
  const patient: { readonly topic: string; readonly number: number }[] = [];
  const overtaken: string[] = [];
  let asked = 0;

  /** Takes in what the bus told since the last look, up to so many in all. */
  const catchUp = (inAll = Infinity): void => {
    for (const event of bus.recent('*', 10_000).slice(told.length, inAll)) {
      told.push(event);
      const number = event.data['number'];
      if (typeof number === 'number') {
        const before = patient.findIndex((each) => each.topic === event.topic);
        if (patient[before]?.number !== number) overtaken.push(`${event.topic} ${number}`);
        patient.splice(before, 1);
        const full = model.listeners.filter((each) => each.hears(event) && each.full);
        expect(full.length, 'listeners without room, when somebody who waited for room emits').toBe(0);
      }
      model.deliver(event);
    }
  };
  const listen = (habits: Habits): void => {
    const listener = new RealListener(bus, habits, real);
    real.push(listener);
    model.add(habits, told);
    listener.subscribe();
  };

  for (const habits of first) listen(habits);
  for (const move of history) {
    switch (move.kind) {
      case 'listen':
        listen(move.habits);
        break;
      case 'leave':
        if (model.listeners[move.who]?.open) model.listeners[move.who]?.leave();
        real[move.who]?.leave();
        break;
      case 'emit':
        for (let time = 0; time < move.times; time++) bus.emit(move.source, happened(move.topic, draft));
        break;
      case 'emit when ready':
        for (let time = 0; time < move.times; time++) {
          const number = asked++;
          patient.push({ topic: move.topic, number });
          void bus.emitWhenReady(move.source, happened(move.topic, { ...draft, data: { number } }));
        }
        break;
      case 'finish': {
        const listener = model.listeners[move.who];
        if (!listener?.working) break;
        model.finish(listener, move.broke);
        real[move.who]?.finish(move.broke);
        await clock.settle();
        // That it broke, and what that led to at once, is told before it goes on.
        catchUp(real[move.who]?.toldBeforeNext);
        model.takeNext(listener);
        break;
      }
    }
    await clock.settle();
    catchUp();

    expect(real.map(({ seen }) => seen)).toEqual(model.listeners.map(({ seen }) => seen));
    expect(real.map(({ subscription }) => subscription?.dropped)).toEqual(
      model.listeners.map(({ dropped }) => dropped),
    );
    for (const { pushed, seen, dropped, waiting, abandoned } of model.listeners)
      expect(seen.length + dropped + waiting.length + abandoned, 'what became of what came').toBe(pushed);
    expect(told.filter(({ topic }) => topic === 'listener.failed').length).toBe(model.failures);
    expect(overtaken, 'emissions that overtook one that waited for room').toEqual([]);
    const stuck = patient.filter(
      ({ topic }) => !model.listeners.some((each) => each.full && topicMatches(each.habits.pattern, topic)),
    );
    expect(stuck, 'emissions that wait although there is room').toEqual([]);
    expect(bus.listenerCount).toBe(model.listeners.filter(({ open }) => open).length);
  }
};

const { parameters, timeout } = readModelRuns(300);

describe('back-pressure, as random histories', () => {
  it(`loses nothing that it does not count in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyHabits, { minLength: 1, maxLength: 4 }),
        fc.array(anyMove, { maxLength: 30 }),
        play,
      ),
      parameters,
    );
  });
});
