import type { SystemPort } from '#core/index.ts';
import type { CommandRecord, Journal, PipelineRunRecord } from '#main/journal/index.ts';
import { commandAccepted, commandEnds } from '#shared/catalogue/topics/components.ts';
import {
  operationAccepted,
  operationDone,
  operationFailed,
  type OperationRun,
} from '#shared/catalogue/topics/operations.ts';
import { outageTopics } from '#shared/catalogue/topics/outages.ts';
import {
  pipelineFinished,
  pipelineStarted,
  stepFailed,
  stepSkipped,
  stepSucceeded,
} from '#shared/catalogue/topics/pipelines.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import { isTroubleLevel, type EventRecord, type Verdict } from '#shared/model/index.ts';

type WatchedSystem = Pick<SystemPort, 'verdict' | 'onChange' | 'events'>;

const commandResults = ['settled', 'timed-out', 'failed'] as const;

/** The actor of commands that the program gave itself. */
const theProgram = 'cuelight';

type Given = Pick<EventRecord, 'at' | 'message'> & {
  readonly data: { readonly commandId: string; action: string; target: string; actor?: string | undefined };
};

const commandOf = ({ at, message, data }: Given): CommandRecord => ({
  id: data.commandId,
  at,
  name: data.action,
  target: data.target,
  actor: data.actor ?? theProgram,
  input: {},
  result: 'accepted',
  message,
  endedAt: null,
});

/**
 * Writes a command when it begins, and again when it ends. A command without an observed beginning is written
 * once.
 */
const createCommandWriter = (journal: Pick<Journal, 'append'>) => {
  const open = new Map<string, CommandRecord>();
  return {
    begin: (record: CommandRecord): void => {
      open.set(record.id, record);
      journal.append({ kind: 'command', record });
    },
    /** Takes the command as the event of its end describes it. */
    end: (last: CommandRecord, result: CommandRecord['result']): void => {
      const { id, message, at: endedAt } = last;
      const record = { ...(open.get(id) ?? last), result, message, endedAt };
      open.delete(id);
      journal.append({ kind: 'command', record });
    },
  };
};

/** Writes commands when they are accepted, and again with their result. */
const followCommands = ({ events }: WatchedSystem, journal: Pick<Journal, 'append'>): Disposable[] => {
  const { begin, end } = createCommandWriter(journal);
  return [
    events.on(commandAccepted, (event) => begin(commandOf(event))),
    ...commandResults.map((result) =>
      events.on(commandEnds[result], (event) => end(commandOf(event), result)),
    ),
  ];
};

type RunOfOperation = Pick<EventRecord, 'at' | 'message'> & { readonly data: OperationRun };

const operationOf = ({ at, message, data }: RunOfOperation): CommandRecord => ({
  id: data.runId,
  at,
  name: data.operation,
  target: data.target,
  actor: data.actor,
  input: data.input,
  result: 'accepted',
  message,
  endedAt: null,
});

/**
 * Writes runs of operations when they are accepted, and again with their result. A refused run is written
 * once.
 */
const followOperations = ({ events }: WatchedSystem, journal: Pick<Journal, 'append'>): Disposable[] => {
  const { begin, end } = createCommandWriter(journal);
  return [
    events.on(operationAccepted, (event) => begin(operationOf(event))),
    events.on(operationDone, (event) => end(operationOf(event), 'settled')),
    events.on(operationFailed, (event) => end(operationOf(event), event.data.result)),
  ];
};

/** Writes pipeline runs when they begin, and again with their steps when they end. */
const followPipelines = ({ events }: WatchedSystem, journal: Pick<Journal, 'append'>): Disposable[] => {
  const open = new Map<string, PipelineRunRecord>();
  const addStep =
    (result: PipelineRunRecord['steps'][number]['result']) =>
    ({ data, message }: Pick<EventRecord, 'message'> & { readonly data: { runId: string; key: string } }) => {
      const run = open.get(data.runId);
      if (run) open.set(run.id, { ...run, steps: [...run.steps, { key: data.key, result, message }] });
    };
  return [
    events.on(pipelineStarted, ({ at, message, data }) => {
      const { runId: id, pipelineId: pipeline } = data;
      const run: PipelineRunRecord = {
        id,
        at,
        pipeline,
        result: 'running',
        report: message,
        steps: [],
        endedAt: null,
      };
      open.set(id, run);
      journal.append({ kind: 'pipeline-run', record: run });
    }),
    events.on(stepSucceeded, addStep('succeeded')),
    events.on(stepFailed, addStep('failed')),
    events.on(stepSkipped, addStep('skipped')),
    events.on(pipelineFinished, ({ at, message, data }) => {
      const run = open.get(data.runId);
      if (!run) return;
      open.delete(run.id);
      const record = { ...run, result: data.outcome, report: message, endedAt: at };
      journal.append({ kind: 'pipeline-run', record });
    }),
  ];
};

/** Writes outages when they open, when they close, and when the number of missed events is known. */
const followOutages = ({ events }: WatchedSystem, journal: Pick<Journal, 'append'>): Disposable[] =>
  outageTopics.map((topic) =>
    events.on(topic, ({ data: { outage } }) => {
      const { id, startedAt, componentId, cause, missed, endedAt } = outage;
      journal.append({
        kind: 'outage',
        record: { id, at: startedAt, componentId, cause: cause.message, missed: missed.count, endedAt },
      });
    }),
  );

/**
 * Writes incidents: from the moment the verdict turns bad until it is good again, with the first root cause
 * and every affected component.
 */
const followIncidents = (
  system: WatchedSystem,
  journal: Pick<Journal, 'append'>,
  newId: () => string,
  now: () => number,
) => {
  let open: Extract<Parameters<Journal['append']>[0], { kind: 'incident' }>['record'] | null = null;
  return (): void => {
    const verdict = system.verdict();
    if (!isTroubleLevel(verdict.level)) {
      if (open) journal.append({ kind: 'incident', record: { ...open, endedAt: now() } });
      open = null;
      return;
    }
    const suffering = [...(verdict.causeId === null ? [] : [verdict.causeId]), ...verdict.collateral];
    const before = open;
    const worse = before === null || rank(verdict) > rank(before);
    const componentIds = [...new Set([...(before?.componentIds ?? []), ...suffering])];
    if (before && !worse && componentIds.length === before.componentIds.length) return;
    open = {
      id: before?.id ?? newId(),
      at: before?.at ?? verdict.since,
      title: before?.title ?? verdict.sentence,
      level: worse || !before ? verdict.level : before.level,
      causeId: before ? before.causeId : verdict.causeId,
      componentIds,
      endedAt: null,
    };
    journal.append({ kind: 'incident', record: open });
  };
};

const levels: readonly Verdict['level'][] = ['healthy', 'unknown', 'degraded', 'unhealthy', 'quarantined'];
const rank = ({ level }: Pick<Verdict, 'level'>): number => levels.indexOf(level);

/**
 * Writes commands, runs of operations, pipeline runs, outages and incidents as records that can be listed and
 * counted.
 */
export const keepRecords = (
  system: WatchedSystem,
  journal: Pick<Journal, 'append'>,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
): Disposable => {
  const onVerdict = followIncidents(system, journal, newId, now);
  const held = [
    ...followCommands(system, journal),
    ...followOperations(system, journal),
    ...followPipelines(system, journal),
    ...followOutages(system, journal),
    system.onChange((change) => {
      if (change.kind === 'verdict') onVerdict();
    }),
  ];
  return toDisposable(() => {
    for (const each of held) each[Symbol.dispose]();
  });
};
