import type { SystemPort } from '#core/index.ts';
import type { CommandRecord, Journal, PipelineRun } from '#main/journal/index.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import { isTroubleLevel, outageSchema, type EventRecord, type Verdict } from '#shared/model/index.ts';

type WatchedSystem = Pick<SystemPort, 'verdict' | 'onChange' | 'events'>;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Who gave a command that nobody outside gave. */
const theProgram = 'cuelight';

const commandEnds: Readonly<Record<string, CommandRecord['result']>> = {
  'command.settled': 'settled',
  'command.timed-out': 'timed-out',
  'command.failed': 'failed',
};

/** Commands by their number, from what the core tells of them. */
const followCommands = (journal: Pick<Journal, 'append'>) => {
  const open = new Map<string, CommandRecord>();
  return (event: EventRecord): void => {
    const id = textOf(event.data['commandId']);
    if (id === null) return;
    const result = commandEnds[event.topic];
    const record: CommandRecord = open.get(id) ?? {
      id,
      at: event.at,
      name: textOf(event.data['action']) ?? event.topic,
      target: textOf(event.data['target']),
      actor: textOf(event.data['actor']) ?? theProgram,
      input: {},
      result: 'accepted',
      message: event.message,
      endedAt: null,
    };
    const changed = result ? { ...record, result, message: event.message, endedAt: event.at } : record;
    if (result) open.delete(id);
    else open.set(id, changed);
    journal.append({ kind: 'command', record: changed });
  };
};

const runOutcomes: readonly PipelineRun['result'][] = ['succeeded', 'failed', 'cancelled'];
const stepOutcomes: Readonly<Record<string, PipelineRun['steps'][number]['result']>> = {
  'step.succeeded': 'succeeded',
  'step.failed': 'failed',
  'step.skipped': 'skipped',
};

/** Pipeline runs with their steps: written when they begin, and whole when they end. */
const followPipelines = (journal: Pick<Journal, 'append'>) => {
  const open = new Map<string, PipelineRun>();
  return (event: EventRecord): void => {
    const id = textOf(event.data['runId']);
    if (id === null) return;
    if (event.topic === 'pipeline.started') {
      const run: PipelineRun = {
        id,
        at: event.at,
        pipeline: textOf(event.data['pipelineId']) ?? event.source,
        result: 'running',
        report: event.message,
        steps: [],
        endedAt: null,
      };
      open.set(id, run);
      journal.append({ kind: 'pipeline-run', record: run });
      return;
    }
    const run = open.get(id);
    if (!run) return;
    const step = stepOutcomes[event.topic];
    if (step) {
      const key = textOf(event.data['key']) ?? textOf(event.data['path']) ?? '';
      open.set(id, { ...run, steps: [...run.steps, { key, result: step, message: event.message }] });
    }
    if (event.topic !== 'pipeline.finished') return;
    open.delete(id);
    const result = runOutcomes.find((outcome) => outcome === event.data['outcome']) ?? 'failed';
    journal.append({
      kind: 'pipeline-run',
      record: { ...run, result, report: event.message, endedAt: event.at },
    });
  };
};

/** Outages as the ledger tells them: when one opens, closes, and when it is known what was missed. */
const followOutages =
  (journal: Pick<Journal, 'append'>) =>
  ({ data }: EventRecord): void => {
    const outage = outageSchema.safeParse(data['outage']).data;
    if (!outage) return;
    const { id, startedAt, componentId, cause, missed, endedAt } = outage;
    journal.append({
      kind: 'outage',
      record: { id, at: startedAt, componentId, cause: cause.message, missed: missed.count, endedAt },
    });
  };

/** Incidents: from the verdict's turning bad until it is good again, with the first cause and all who suffered. */
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

/** Writes commands, pipeline runs, outages and incidents as records that can be listed and counted. */
export const keepRecords = (
  system: WatchedSystem,
  journal: Pick<Journal, 'append'>,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
): Disposable => {
  const onPipeline = followPipelines(journal);
  const onVerdict = followIncidents(system, journal, newId, now);
  const held = [
    system.events.on('command.*', followCommands(journal)),
    system.events.on('pipeline.*', onPipeline),
    system.events.on('step.*', onPipeline),
    system.events.on('outage.*', followOutages(journal)),
    system.onChange((change) => {
      if (change.kind === 'verdict') onVerdict();
    }),
  ];
  return toDisposable(() => {
    for (const each of held) each[Symbol.dispose]();
  });
};
