import type { z } from 'zod';
import type { AnyOperation, Audience, RunnableOperation } from '#shared/catalogue/operations/define.ts';
import { operationAccepted, operationDone, operationFailed } from '#shared/catalogue/topics/operations.ts';
import { type Clock, err, Fault, type IdSource, ok, type Result } from '#shared/kernel/index.ts';
import type { EventBus } from '../events/event-bus.ts';
import { callAsync, settleWithin } from '../execution/time-limit.ts';
import { hideTexts } from './hide-texts.ts';
import type { OperationImplementation } from './implementation.ts';
import { RunMemory } from './run-memory.ts';

/** The caller of a run and its options. */
export interface OperationRequest {
  /** `window`, `browser`, `api`, or a part of the program. */
  readonly caller: string;
  readonly audience: Audience;
  /** Aborts when the caller gives up. A handler may still finish its work. */
  readonly signal?: AbortSignal | undefined;
  /** The caller's key for this request: when it is sent again with the same key, it runs once. */
  readonly idempotencyKey?: string | undefined;
}

/** The outcome of a finished run. */
export interface OperationDone<TResult> {
  readonly result: TResult;
  /** A sentence about the result beyond plain success; null when there is nothing to add. */
  readonly message: string | null;
  /** The call that undoes it; null when it can't be undone or nothing changed. */
  readonly undo: { readonly operation: string; readonly input: object } | null;
}

/** Runs and lists everything that Cuelight can do. */
export interface Operations {
  /** Lists the implemented operations, each with the reason why it can't be run now with any input. */
  list(): readonly { readonly operation: AnyOperation; readonly obstacle: Fault | null }[];
  /**
   * Runs an operation. The input is already validated, by the contract or by the operation's schema where it
   * entered. The compiler accepts nothing else, so it is not validated again.
   */
  run<TInput extends z.ZodType<object>, TResult extends z.ZodType>(
    operation: RunnableOperation<TInput, TResult>,
    input: z.output<TInput>,
    request: OperationRequest,
  ): Promise<Result<OperationDone<z.output<TResult>>, Fault>>;
}

export interface OperationsOptions {
  readonly implementations: readonly OperationImplementation[];
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly bus: Pick<EventBus, 'emit' | 'correlation'>;
  /**
   * Returns true for an existing component or settings path. Any other target may be arbitrary typed text,
   * possibly a secret, so the record omits it. By default every target counts as existing.
   */
  readonly isKnown?: (target: string) => boolean;
}

/** The source of the run events. */
const source = 'operations';
const longestKey = 200;

type Done = OperationDone<unknown>;

/** Returns true for a refusal: nothing started, or the target does not allow it. */
const isRefusal = ({ kind, status }: Fault): boolean =>
  kind === 'authentication' || kind === 'configuration' || status === 'not-found' || status === 'conflict';

const resultOf = (fault: Fault): 'refused' | 'timed-out' | 'failed' => {
  if (fault.status === 'timed-out') return 'timed-out';
  return isRefusal(fault) ? 'refused' : 'failed';
};

const timedOut = ({ title, timeoutMs, idempotent }: AnyOperation): Fault =>
  new Fault(
    'operation.timed-out',
    `${title} did not end within ${Math.round(timeoutMs / 100) / 10} s, and its outcome is unknown. Check the current state before you retry.`,
    // Only idempotent operations may be retried automatically.
    { kind: idempotent ? 'transient' : 'configuration', status: 'timed-out' },
  );

const notFor = (): Fault =>
  new Fault('operation.not-allowed', 'This caller can’t run this operation.', {
    kind: 'configuration',
    status: 'not-found',
  });

const notImplemented = ({ id }: AnyOperation): Fault =>
  new Fault('operation.not-implemented', `Nothing here does ${id}`, { kind: 'defect' });

const keyReused = ({ title }: AnyOperation): Fault =>
  new Fault(
    'operation.key-reused',
    `${title} was requested with an idempotency key that was used before with another input. Use a new key.`,
    { kind: 'configuration', status: 'conflict' },
  );

const badKey = (): Fault =>
  new Fault('operation.bad-key', `An idempotency key has 1 to ${longestKey} characters.`, {
    kind: 'configuration',
  });

type Scalar = string | number | boolean | null;
const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Returns the input fields that the record may contain: none with the id of an unknown target. */
const keptOf = ({ keeps }: AnyOperation, input: object, unknown: string | null): Record<string, Scalar> => {
  const given = new Map<string, unknown>(Object.entries(input));
  return Object.fromEntries(
    keeps.flatMap((field) => {
      const value = given.get(field);
      return isScalar(value) && (unknown === null || value !== unknown) ? [[field, value] as const] : [];
    }),
  );
};

/** Records one run, from its acceptance to its end. */
const openRecord = (
  { bus, clock, ids, isKnown = () => true }: Pick<OperationsOptions, 'bus' | 'clock' | 'ids' | 'isKnown'>,
  { operation, recordsItself }: OperationImplementation,
  input: object,
  caller: string,
) => {
  const runId = ids.next();
  const beganAt = clock.monotonic();
  const target = operation.target(input);
  const unknown = target === null || isKnown(target) ? null : target;
  const kept = keptOf(operation, input, unknown);
  const data = {
    runId,
    operation: operation.id,
    target: unknown === null ? target : null,
    actor: caller,
    input: kept,
  };
  const { title } = operation;
  const elapsedMs = (): number => clock.monotonic() - beganAt;
  return {
    runId,
    accept: (): void => {
      if (!recordsItself) bus.emit(source, operationAccepted(data, { title }));
    },
    end: (result: Result<Done, Fault>): void => {
      // A run that was done, or may still be, is already recorded.
      if (recordsItself && (result.ok || result.error.status === 'timed-out')) return;
      if (result.ok) {
        bus.emit(source, operationDone({ ...data, elapsedMs: elapsedMs() }, { title }));
        return;
      }
      const { code, message } = result.error;
      const reason = hideTexts(message, input, new Set([data.target, ...Object.values(kept)]));
      const facts = { ...data, elapsedMs: elapsedMs(), result: resultOf(result.error), code };
      bus.emit(source, operationFailed(facts, { title, reason }));
    },
  };
};

/** Calls the handler. Never rejects: an error thrown by the handler becomes a defect. */
const perform = async (
  implementation: OperationImplementation,
  input: object,
  call: Parameters<OperationImplementation['run']>[1],
): Promise<Result<Done, Fault>> => {
  const { operation } = implementation;
  try {
    const outcome = await callAsync(() => implementation.run(input, call));
    if (!outcome.ok) return outcome;
    const { result, before } = outcome.value;
    const back = before === undefined || before === null ? null : operation.undo(input, before);
    return ok({
      result,
      message: operation.done(result, input),
      undo: back && { operation: operation.id, input: back },
    });
  } catch (thrown) {
    return err(Fault.from(thrown));
  }
};

/**
 * Creates the runner of operations. Each run has an id, which its events carry, a time limit, and exactly one
 * record.
 *
 * @example
 * ```ts
 * const ringBell = operation('house.ring-bell', {
 *   title: 'Ring the bell',
 *   description: 'Rings the bell of a door.',
 *   icon: 'volume',
 *   risk: 'visible',
 *   tag: 'system',
 *   input: z.object({ door: z.string() }),
 *   result: z.object({ heard: z.boolean() }),
 *   idempotent: false,
 *   timeoutMs: 1_000,
 *   summary: ({ door }) => `Ring at the ${door}`,
 *   done: ({ heard }) => (heard ? 'Somebody heard it' : null),
 * });
 * const { bus, clock, ids } = createCoreHarness().createServices();
 * const implementations = [implement(ringBell, { run: async () => ok({ result: { heard: true } }) })];
 * const house = createOperations({ implementations, bus, clock, ids });
 *
 * await house.run(ringBell, { door: 'gate' }, { caller: 'window', audience: 'owner' });
 * // => { ok: true, value: { result: { heard: true }, message: 'Somebody heard it', undo: null } }
 * bus.recent('operation.*', 10).map(({ topic }) => topic); // => ['operation.accepted', 'operation.done']
 * ```
 */
export const createOperations = (options: OperationsOptions): Operations => {
  const { implementations, clock, bus } = options;
  const byId = new Map(implementations.map((each) => [each.operation.id, each]));
  const memory = new RunMemory<Done>(clock);

  const within = async (
    operation: AnyOperation,
    work: Promise<Result<Done, Fault>>,
  ): Promise<Result<Done, Fault>> => {
    const outcome = await settleWithin(clock, work, operation.timeoutMs);
    if (outcome.status === 'fulfilled') return outcome.value;
    return err(outcome.status === 'rejected' ? Fault.from(outcome.reason) : timedOut(operation));
  };

  /** Starts one run and records it. */
  const begin = (
    implementation: OperationImplementation,
    input: object,
    { caller, audience, signal }: OperationRequest,
    onBegun: (work: Promise<Result<Done, Fault>>) => void,
  ): Promise<Result<Done, Fault>> => {
    const { operation } = implementation;
    const record = openRecord(options, implementation, input, caller);
    const { runId } = record;
    const { current } = bus.correlation;
    const correlation = {
      correlationId: runId,
      causeId: current?.causeId ?? null,
      depth: current?.depth ?? 0,
    };
    return bus.correlation.run(correlation, async () => {
      const obstacle = operation.audience.includes(audience) ? implementation.obstacle(input) : notFor();
      if (obstacle) {
        const refused = err(obstacle);
        record.end(refused);
        return refused;
      }
      record.accept();
      const limit = new AbortController();
      const stop = signal ? AbortSignal.any([limit.signal, signal]) : limit.signal;
      const work = perform(implementation, input, { caller, runId, signal: stop });
      onBegun(work);
      const result = await within(operation, work);
      if (!result.ok && result.error.status === 'timed-out') limit.abort(result.error);
      record.end(result);
      return result;
    });
  };

  const runAny = async (
    operation: AnyOperation,
    input: object,
    request: OperationRequest,
  ): Promise<Result<Done, Fault>> => {
    const implementation = byId.get(operation.id);
    if (!implementation) return err(notImplemented(operation));
    const { idempotencyKey, caller } = request;
    if (idempotencyKey === undefined || operation.idempotent)
      return begin(implementation, input, request, () => undefined);
    if (idempotencyKey === '' || idempotencyKey.length > longestKey) return err(badKey());
    const key = JSON.stringify([operation.id, caller, idempotencyKey]);
    const earlier = memory.find(key, input);
    if (earlier === 'other-input') return err(keyReused(operation));
    if (earlier) return within(operation, earlier);
    return begin(implementation, input, request, (work) => memory.keep(key, input, work));
  };

  return {
    list: () => implementations.map((each) => ({ operation: each.operation, obstacle: each.obstacle(null) })),
    // `implement` checked the handler against this descriptor, so the result has the declared type.
    run: runAny as Operations['run'],
  };
};
