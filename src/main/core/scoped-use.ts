import { err, Fault, type Result } from '#shared/kernel/index.ts';
import type { AnyOrchestrator } from './base-orchestrator.ts';

type Startable = Pick<AnyOrchestrator, 'initialize' | 'cleanup'>;

/**
 * An orchestrator in use: `await using show = await started(orchestrator)` stops it when the block ends, however it ends.
 *
 * @example
 * ```ts
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'show', title: 'Show', description: 'The least there can be', schema: z.object({}) });
 *     this.registerComponent('obs', createScriptedComponent('obs'), { title: 'OBS' });
 *   }
 * }
 *
 * const show = new Show(createCoreHarness().createServices());
 * {
 *   await using running = await started(show);
 *   running.orchestrator.getStatus().state; // => 'running'
 * }
 * show.getStatus().state; // => 'stopped'
 * ```
 */
export const started = async <T extends Startable>(
  orchestrator: T,
): Promise<AsyncDisposable & { readonly orchestrator: T }> => {
  const start = await orchestrator.initialize();
  if (!start.ok) throw start.error;
  return {
    orchestrator,
    [Symbol.asyncDispose]: async () => {
      await orchestrator.cleanup();
    },
  };
};

/**
 * Starts an orchestrator, does something with it, and always stops it. The body never runs when the start fails; what
 * the body throws comes back as the fault, with what went wrong at the stop beside it.
 *
 * @example
 * ```ts
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'show', title: 'Show', description: 'The least there can be', schema: z.object({}) });
 *     this.registerComponent('obs', createScriptedComponent('obs'), { title: 'OBS' });
 *   }
 * }
 *
 * const show = new Show(createCoreHarness().createServices());
 * await withOrchestrator(show, ({ id }) => `${id} was on`); // => { ok: true, value: 'show was on' }
 * await withOrchestrator(show, () => {
 *   throw new Error('the curtain fell');
 * }); // => { ok: false, error: { code: 'scoped-use.body-threw', message: 'the curtain fell', … } }
 * show.getStatus().state; // => 'stopped'
 * ```
 */
export const withOrchestrator = async <T extends Startable, R>(
  orchestrator: T,
  body: (orchestrator: T) => R | Promise<R>,
): Promise<Result<R, Fault>> => {
  const start = await orchestrator.initialize();
  if (!start.ok) return start;
  let result: Result<R, Fault>;
  try {
    result = { ok: true, value: await body(orchestrator) };
  } catch (thrown) {
    result = err(Fault.from(thrown, 'scoped-use.body-threw'));
  }
  const stop = await orchestrator.cleanup();
  const stopFaults = stop.ok ? stop.value.faults.map(({ fault }) => fault) : [stop.error];
  const [first] = stopFaults;
  if (first === undefined) return result;
  const failures = result.ok ? stopFaults : [result.error, ...stopFaults];
  return err(
    new Fault(
      result.ok ? 'scoped-use.stop-failed' : result.error.code,
      failures.map(({ message }) => message).join('; '),
      {
        kind: result.ok ? first.kind : result.error.kind,
        cause: new AggregateError(failures, 'What went wrong, in order'),
      },
    ),
  );
};
