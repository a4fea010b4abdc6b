import type { Component, ComponentContext, ConditionInput } from '#core/component.ts';
import type { Logger } from '#core/logger.ts';
import { FakeEvents } from '#core/testing/fake-events.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import {
  createCountingIds,
  createSeededRandom,
  Fault,
  Scope,
  toDisposable,
  type Clock,
  type IdSource,
  type JsonObject,
  type RandomSource,
} from '#shared/kernel/index.ts';
import { topicMatches, type EventRecord } from '#shared/model/index.ts';
import { createRealClock } from './fake-clock.ts';

/** A log line of a component. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  /** The logger names from the root down, joined by dots. */
  readonly logger: string;
  readonly message: string;
  readonly fields: JsonObject;
  readonly error?: unknown;
}

/** One run of a component, from its `initialize` to {@link ComponentLife.stop}. */
export interface ComponentLife {
  readonly context: ComponentContext;
  /** The first fault passed to `context.fail`; undefined while the component runs. */
  readonly failure: Fault | undefined;
  /** Resolves with that fault. Never resolves when the component ends without a failure. */
  readonly failed: Promise<Fault>;
  /** Ends the run like the core does: signal, cleanup, scope. Resolves with all errors. Call it once. */
  stop(): Promise<readonly Fault[]>;
}

/** Runs one component without the core: provides its contexts and records its output across all runs. */
export interface ComponentHarness {
  readonly clock: Clock;
  /** All events so far, oldest first; clear it with `splice(0)` between the phases of a test. */
  readonly events: EventRecord[];
  readonly logged: LoggedLine[];
  /** The current conditions by type; cleared at the start of each run. */
  readonly conditions: ReadonlyMap<string, ConditionInput>;
  /** Starts a run. Rejects with the rejection of `initialize`, after the start was undone. */
  start(component: Component): Promise<ComponentLife>;
  /** Returns the topics so far, or the topics that match the pattern. */
  topics(pattern?: string): readonly string[];
  /** Emits an event as if from another component, so that the component's own listeners receive it. */
  emit(draft: TopicDraft): EventRecord;
}

export interface ComponentHarnessOptions {
  readonly id?: string;
  /** Real time by default; `createFakeClock()` for tests without sockets. */
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly ids?: IdSource;
}

const createRecordingLogger = (lines: LoggedLine[], logger: string): Logger => ({
  debug: (message, fields = {}) => void lines.push({ level: 'debug', logger, message, fields }),
  info: (message, fields = {}) => void lines.push({ level: 'info', logger, message, fields }),
  warning: (message, fields = {}) => void lines.push({ level: 'warning', logger, message, fields }),
  error: (message, error, fields = {}) => void lines.push({ level: 'error', logger, message, fields, error }),
  child: (name) => createRecordingLogger(lines, `${logger}.${name}`),
});

export const createComponentHarness = (options: ComponentHarnessOptions = {}): ComponentHarness => {
  const id = options.id ?? 'component';
  const clock = options.clock ?? createRealClock();
  const ids = options.ids ?? createCountingIds('event');
  const random = options.random ?? createSeededRandom(1);
  const bus = new FakeEvents(clock, ids);
  const logged: LoggedLine[] = [];
  const conditions = new Map<string, ConditionInput>();
  let attempt = 0;

  const start = async (component: Component): Promise<ComponentLife> => {
    attempt += 1;
    conditions.clear();
    const controller = new AbortController();
    const scope = new Scope(`${id}#${attempt}`);
    const { promise: failed, resolve: resolveFailed } = Promise.withResolvers<Fault>();
    let failure: Fault | undefined;
    let stopped: Promise<readonly Fault[]> | undefined;

    const context: ComponentContext = {
      id,
      signal: controller.signal,
      scope,
      clock,
      random,
      ids,
      logger: createRecordingLogger(logged, id),
      attempt,
      events: {
        emit: (draft) => bus.emit(id, draft),
        on: (pattern, listener) => {
          const listening = bus.on(pattern, listener);
          const handle = scope.defer('listener', () => listening[Symbol.dispose]());
          return toDisposable(() => {
            handle[Symbol.dispose]();
            listening[Symbol.dispose]();
          });
        },
      },
      fail: (fault) => {
        if (failure) return;
        failure = fault;
        resolveFailed(fault);
      },
      setCondition: (condition) => void conditions.set(condition.type, condition),
    };

    const stop = async (): Promise<readonly Fault[]> => {
      const faults: Fault[] = [];
      controller.abort(new Fault('component.stopped', `${id} is to stop`, { kind: 'transient' }));
      try {
        await component.cleanup?.(context);
      } catch (thrown) {
        faults.push(Fault.from(thrown, 'component.cleanup-failed'));
      }
      return [...faults, ...(await scope.close())];
    };

    try {
      await component.initialize?.(context);
    } catch (thrown) {
      controller.abort(thrown);
      await scope.close();
      throw thrown;
    }
    return {
      context,
      get failure() {
        return failure;
      },
      failed,
      stop: () => (stopped ??= stop()),
    };
  };

  return {
    clock,
    events: bus.records,
    logged,
    conditions,
    start,
    topics: (pattern = '*') =>
      bus.records.filter((event) => topicMatches(pattern, event.topic)).map((event) => event.topic),
    emit: (draft) => bus.emit('test', draft),
  };
};

/**
 * Waits in real time until `read` returns a truthy value, and returns that value. For sockets and processes
 * only; throws after `timeoutMs` with `what` in the message.
 */
export const waitUntil = async <T>(
  what: string,
  read: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  timeoutMs = 15_000,
): Promise<T> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`Timed out after ${timeoutMs} ms waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
