import { expect, it } from 'vitest';
import type { SystemChange } from '#core/index.ts';
import { FakeEvents } from '#core/testing/fake-events.ts';
import type { Journal, JournalEntry } from '#main/journal/index.ts';
import { createCountingIds, toDisposable } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { Verdict } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { keepRecords } from './keep-records.ts';

const healthy: Verdict = healthyVerdict();

/** A system whose events and verdict the test controls, with the stored records. */
const createRig = () => {
  const kept: JournalEntry[] = [];
  const bus = new FakeEvents(createFakeClock(), createCountingIds('event'));
  const watchers = new Set<(change: SystemChange) => void>();
  let verdict = healthy;
  let now = 0;
  const system: Parameters<typeof keepRecords>[0] = {
    verdict: () => verdict,
    onChange: (listener) => {
      watchers.add(listener);
      return toDisposable(() => watchers.delete(listener));
    },
    events: bus,
  };
  const journal: Pick<Journal, 'append'> = { append: (entry) => void kept.push(entry) };
  let ids = 0;
  const keeping = keepRecords(system, journal, { newId: () => `incident-${++ids}`, now: () => now });
  return {
    kept,
    keeping,
    listening: () => bus.listenerCount + watchers.size,
    tell: (topic: string, data: Record<string, unknown>, message = topic): void => {
      const event = {
        id: topic,
        topic,
        source: 'show',
        level: 'info',
        at: now,
        message,
        correlationId: null,
        causeId: null,
        data,
      } as const;
      bus.deliver(event);
    },
    judge: (next: Partial<Verdict>): void => {
      verdict = { ...healthy, ...next };
      for (const watcher of watchers) watcher({ kind: 'verdict' });
    },
    at: (instant: number): void => void (now = instant),
  };
};

const operationRun = {
  runId: 'r1',
  operation: 'obs.set-muted',
  target: 'obs:main',
  actor: 'window',
  input: { id: 'obs:main', muted: true },
};

it.each([
  ['operation.done', {}, 'settled'],
  ['operation.failed', { result: 'failed', code: 'obs.not-connected' }, 'failed'],
  ['operation.failed', { result: 'timed-out', code: 'operation.timed-out' }, 'timed-out'],
  ['operation.failed', { result: 'refused', code: 'obs.input-not-found' }, 'refused'],
])('stores a run of an operation as one record, and again with its result: %s %o', (topic, facts, result) => {
  const { kept, tell, at } = createRig();
  tell('operation.accepted', operationRun, 'Mute: accepted');
  at(40);
  tell(topic, { ...operationRun, elapsedMs: 40, ...facts }, 'The end');
  const record = {
    id: 'r1',
    at: 0,
    name: 'obs.set-muted',
    target: 'obs:main',
    actor: 'window',
    input: { id: 'obs:main', muted: true },
  };
  expect(kept).toEqual([
    {
      kind: 'command',
      record: { ...record, result: 'accepted', message: 'Mute: accepted', endedAt: null },
    },
    { kind: 'command', record: { ...record, result, message: 'The end', endedAt: 40 } },
  ]);
});

it('stores an operation that was refused before it began once, with its end', () => {
  const { kept, tell, at } = createRig();
  at(7);
  tell(
    'operation.failed',
    { ...operationRun, elapsedMs: 0, result: 'refused', code: 'x.y' },
    'There is no OBS',
  );
  expect(kept).toMatchObject([
    {
      kind: 'command',
      record: { id: 'r1', at: 7, endedAt: 7, result: 'refused', message: 'There is no OBS' },
    },
  ]);
});

it('stores a command when it is accepted, and again with its result', () => {
  const { kept, tell, at } = createRig();
  const data = { commandId: 'c1', action: 'restart', target: 'obs:main', actor: 'api' };
  tell('command.accepted', data);
  at(500);
  tell('command.timed-out', data, 'OBS did not come back');
  expect(kept).toMatchObject([
    {
      kind: 'command',
      record: {
        id: 'c1',
        name: 'restart',
        target: 'obs:main',
        actor: 'api',
        result: 'accepted',
        endedAt: null,
      },
    },
    {
      kind: 'command',
      record: { id: 'c1', at: 0, result: 'timed-out', message: 'OBS did not come back', endedAt: 500 },
    },
  ]);
});

it('names the program as the actor of a command that it gave itself', () => {
  const { kept, tell } = createRig();
  tell('command.accepted', { commandId: 'c1', action: 'restart', target: 'twitch-chat' });
  expect(kept).toMatchObject([{ record: { actor: 'cuelight' } }]);
});

it('stores a pipeline run when it begins, and again with its steps when it ends', () => {
  const { kept, tell, at } = createRig();
  const run = { runId: 'r1', pipelineId: 'go-live' };
  tell('pipeline.started', run);
  tell('step.succeeded', { ...run, key: 'obs.scene' });
  tell('step.failed', { ...run, key: 'chat.say' });
  at(900);
  tell('pipeline.finished', { ...run, outcome: 'failed' });
  expect(kept).toHaveLength(2);
  expect(kept[1]).toMatchObject({
    kind: 'pipeline-run',
    record: {
      id: 'r1',
      pipeline: 'go-live',
      result: 'failed',
      endedAt: 900,
      steps: [
        { key: 'obs.scene', result: 'succeeded' },
        { key: 'chat.say', result: 'failed' },
      ],
    },
  });
});

it('stores one incident from the first problem until everything is healthy, with its worst level and every affected component', () => {
  const { kept, judge, at } = createRig();
  judge({ level: 'degraded', sentence: 'OBS: frames are dropped', since: 10, causeId: 'obs:main' });
  judge({ level: 'degraded', sentence: 'OBS: frames are dropped', since: 10, causeId: 'obs:main' });
  judge({
    level: 'unhealthy',
    sentence: 'Discord: gone',
    since: 20,
    causeId: 'discord',
    collateral: ['inbox'],
  });
  at(90);
  judge({});
  judge({});
  const incidents = kept.map(({ record }) => record);
  expect(incidents).toMatchObject([
    { id: 'incident-1', at: 10, level: 'degraded', componentIds: ['obs:main'], endedAt: null },
    { id: 'incident-1', level: 'unhealthy', componentIds: ['obs:main', 'discord', 'inbox'], endedAt: null },
    {
      id: 'incident-1',
      title: 'OBS: frames are dropped',
      causeId: 'obs:main',
      level: 'unhealthy',
      endedAt: 90,
    },
  ]);
});

it('stops listening when it is disposed', () => {
  const { keeping, listening } = createRig();
  expect(listening()).toBeGreaterThan(0);
  keeping[Symbol.dispose]();
  expect(listening()).toBe(0);
});
