import { stepCompensated, stepCompensationFailed } from '#shared/catalogue/topics/pipelines.ts';
import { Fault } from '#shared/kernel/index.ts';
import { callAsync, settleWithin } from '../execution/time-limit.ts';
import { Cancellation } from './cancellation.ts';
import type { RunRecord } from './run-record.ts';

const defaultLimitMs = 10_000;

/** Undoes the steps of a run, last first. Continues when a step can't be undone, and reports it. */
export const compensate = async (record: RunRecord): Promise<readonly Fault[]> => {
  const { compensationTimeoutMs: limitMs = defaultLimitMs, logger } = record.options;
  const faults: Fault[] = [];
  for (const { node, path, output, index } of record.undo.toReversed()) {
    const { step } = node;
    const limit = new Cancellation();
    const work = callAsync(() => step.compensate?.(node.input, output, record.contextFor(path, limit)));
    const outcome = await settleWithin(record.clock, work, limitMs);
    const result = record.steps[index];
    if (result) record.steps[index] = { ...result, undone: outcome.status === 'fulfilled' };
    if (outcome.status === 'fulfilled') {
      record.emit(stepCompensated({ path, key: step.key, ...record.ids }, { title: step.title }));
      continue;
    }
    const fault =
      outcome.status === 'rejected'
        ? Fault.from(outcome.reason, 'pipeline.compensation-failed')
        : new Fault('pipeline.compensation-timed-out', `${step.title} was not undone within ${limitMs} ms`, {
            kind: 'defect',
          });
    limit.cancel(fault);
    faults.push(fault);
    logger.error(`${step.title} could not be undone`, fault, { path });
    record.emit(
      stepCompensationFailed({ path, ...record.ids }, { title: step.title, reason: fault.message }),
    );
  }
  return faults;
};
