import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../model/index.ts';
import { plainMessage } from '../../model/testing/plain-message.ts';
import { chatSent, chatTopics } from './chat.ts';
import { componentTopics } from './components.ts';
import { read } from './define.ts';
import { goLiveTopics } from './go-live.ts';
import { hostTopics } from './host.ts';
import { findTopic } from './index.ts';
import { outageOf, outageTopics } from './outages.ts';
import { pipelineTopics } from './pipelines.ts';
import { rehearsalTopics } from './rehearsal.ts';
import { settingsTopics } from './settings.ts';
import { showTopics } from './show.ts';
import { storeTopics } from './stores.ts';

const fault = {
  code: 'obs.closed',
  kind: 'transient',
  message: 'OBS closed the connection.',
  retryable: true,
  action: null,
  at: 1_764_500_000_000,
};
const command = { commandId: 'c-1', action: 'restart', target: 'obs:main' };
const run = { runId: 'r-1', pipelineId: 'opening' };
const step = { ...run, path: '0', key: 'set-scene' };
const outage = {
  id: 'o-1',
  componentId: 'discord',
  title: 'Discord',
  startedAt: 1_764_500_000_000,
  endedAt: null,
  end: null,
  cause: { code: 'discord.closed', message: 'The connection was lost.' },
  attempts: 1,
  missed: { count: null, atLeast: false, message: 'Not known.' },
};
const disturbance = {
  id: 'd-1',
  server: 'obs',
  fault: 'crash',
  options: {},
  by: 'operator',
  at: 1_764_500_000_000,
  until: null,
};
const author = { userId: '7', login: 'gull', displayName: 'The Gull' };
const asker = { ...author, messageId: 'm-1', platform: 'twitch' };
const change = { platform: 'twitch', channel: 'the_stage', at: 1_764_500_000_000, author };
const delivery = { platform: 'twitch', cause: 'commands', length: 12, result: 'delivered', messageId: null };

/** Data of rows as version 0.1 wrote them, before topics had schemas. */
const rows: readonly (readonly [topic: string, data: EventRecord['data']])[] = [
  ['component.state-changed', { wanted: true, parent: 'chat-presence', from: 'starting', to: 'running' }],
  ['component.state-changed', { wanted: true, from: 'stopped', to: 'starting' }],
  ['component.health-changed', { wanted: true, from: 'unknown', to: 'healthy' }],
  ['component.failed', { code: 'obs.closed', kind: 'transient', attempt: 1, port: 4455 }],
  ['component.recovered', { lastedMs: 1_200, attempts: 2 }],
  ['component.retry-scheduled', { delayMs: 500, attempt: 1 }],
  ['component.quarantined', { evidence: [fault] }],
  ['component.not-set-up', { code: 'obs.no-password' }],
  ['component.hung', {}],
  ['component.cleanup-failed', { code: 'obs.closed' }],
  [
    'orchestrator.started',
    {
      outcome: 'degraded',
      tookMs: 900,
      components: [
        { componentId: 'discord', outcome: 'failed', beganAfterMs: 3, tookMs: null, fault, waitsFor: null },
      ],
    },
  ],
  ['orchestrator.start-failed', { code: 'obs.closed' }],
  [
    'orchestrator.stopped',
    { tookMs: 40, faults: [{ componentId: 'discord', code: 'x.y', message: 'It did not end.' }] },
  ],
  ['command.accepted', command],
  ['command.accepted', { ...command, actor: 'window' }],
  ['command.settled', { ...command, actor: 'api', elapsedMs: 800 }],
  ['command.timed-out', { ...command, elapsedMs: 15_000 }],
  ['command.failed', { ...command, elapsedMs: 20 }],
  ['listener.failed', { pattern: 'chat.*', topic: 'chat.message', eventId: 'e-1' }],
  ['system.woke', { reason: 'The machine woke up' }],
  ['pipeline.started', { steps: 3, ...run }],
  ['pipeline.paused', run],
  ['pipeline.resumed', run],
  ['pipeline.finished', { outcome: 'cancelled', tookMs: 70, ...run }],
  ['step.started', step],
  ['step.progressed', { path: '0', share: 0.5, ...run }],
  ['step.succeeded', { ...step, attempts: 1, tookMs: 12 }],
  ['step.skipped', step],
  ['step.skipped', { ...step, attempts: 1, tookMs: 12 }],
  ['step.failed', { ...step, attempts: 2, tookMs: 12, code: 'obs.closed' }],
  ['step.compensated', step],
  ['step.compensation-failed', { path: '0', ...run }],
  ['chat.message', { message: plainMessage({ id: 'm-1', text: 'hello' }) }],
  ['chat.deleted', { ...change, by: 'timed-out', seconds: 600, scope: 'author', ids: [] }],
  ['chat.deleted', { ...change, author: null, by: 'cleared', scope: 'channel', ids: [] }],
  ['chat.edited', { ...change, id: 'm-1', text: 'hello again' }],
  ['chat.message-changed', { change: 'edited', messages: [plainMessage({ id: 'm-1' })] }],
  ['chat.sent', delivery],
  ['chat.refused', { ...delivery, result: 'refused' }],
  ['chat.send-failed', { platform: 'discord', cause: 'operator', length: 3, code: 'chat.stopped' }],
  ['command.answered', { ...asker, command: 'status' }],
  ['command.ignored', { ...asker, reason: 'CoolingDown' }],
  ['show.state-changed', { from: null, to: 'live', evidence: 'OBS streams.' }],
  ['show.state-changed', { from: 'be-right-back', to: null, evidence: 'OBS cannot be seen.' }],
  ['go-live.announced', { channelId: '3', messageId: '4' }],
  ['go-live.ended', { channelId: '3', messageId: '4', durationMs: 3_600_000 }],
  ['outage.opened', { outage }],
  [
    'outage.closed',
    { outage: { ...outage, endedAt: 1_764_500_010_000, end: 'recovered' }, lastedMs: 10_000 },
  ],
  ['outage.amended', { outage }],
  ['rehearsal.controlled', { action: null, speed: 2 }],
  ['rehearsal.disturbed', disturbance],
  ['rehearsal.mended', { ...disturbance, until: 1_764_500_060_000 }],
  ['rehearsal.recording-began', {}],
  ['rehearsal.recording-ended', {}],
  ['settings.changed', { path: 'show.obs', keys: ['port'], origin: 'operator' }],
  ['settings.not-applied', { path: 'show.obs', code: 'settings.invalid' }],
  ['settings.file-read', {}],
  ['settings.file-refused', {}],
  ['settings.kept', { sections: ['OBS'] }],
  ['settings.returned', { sections: ['OBS'], components: ['obs:main'] }],
  ['settings.not-returned', { sections: ['OBS'], components: ['obs:main'], code: 'settings.invalid' }],
  ['backup.made', { id: '2026-11-30', reason: 'daily', bytes: 4_096 }],
  ['backup.made', { id: '2026-11-30', reason: 'asked-for', bytes: 4_096, version: '0.1.0', journal: null }],
  ['backup.not-made', { code: 'backup.not-made' }],
  ['backup.restored', { id: '2026-11-30', settings: true, journal: false, undo: '2026-12-01' }],
  ['viewer.deleted', { messages: 3, events: 2 }],
  [
    'clock.jumped',
    { doubt: 'jumped', direction: 'ahead', byMs: 86_400_000, knownAt: 1_764_500_000_000, witness: null },
  ],
  ['clock.trusted', {}],
  ['clock.unconfirmed', {}],
  ['clock.confirmed', {}],
  ['host.promise-rejected', {}],
  ['host.crashed', {}],
  ['host.stopping', {}],
  ['host.beginning-anew', {}],
  ['loopback.locked', { lockedForMs: 600_000 }],
  ['loopback.sockets-exhausted', { limit: 64 }],
  ['docks.set-aside', {}],
  ['docks.created', { dock: 'dock-1' }],
  ['docks.revoked', { dock: 'dock-1' }],
];

const declared = [
  ...componentTopics,
  ...pipelineTopics,
  ...chatTopics,
  ...showTopics,
  ...goLiveTopics,
  ...outageTopics,
  ...rehearsalTopics,
  ...settingsTopics,
  ...storeTopics,
  ...hostTopics,
];

const stored = (topic: string, data: EventRecord['data']): EventRecord => ({
  id: 'e-1',
  topic,
  source: 'somewhere',
  level: 'info',
  at: 1_764_500_000_000,
  message: 'It happened.',
  correlationId: null,
  causeId: null,
  data,
});

describe('rows of version 0.1', () => {
  it.each(rows)('of %s are still read', (name, data) => {
    const topic = findTopic(name);
    expect(topic && read(topic, stored(name, data))).toMatchObject({ topic: topic?.name });
  });

  it('cover every topic of that version', () => {
    const known = new Set(rows.map(([name]) => findTopic(name)?.name));
    // Two replaced topics that were named after an execution; the others are new.
    const later = [
      'execution.succeeded',
      'execution.failed',
      'chat.message-left-out',
      'security.check-failed',
      'security.check-passed',
    ];
    expect(declared.map(({ name }) => name).filter((name) => !known.has(name))).toEqual(later);
  });

  it('return their outage for every outage topic, and null when damaged', () => {
    for (const topic of outageTopics)
      expect(outageOf(stored(topic.name, { outage, lastedMs: 1 }))).toEqual(outage);
    expect(outageOf(stored('outage.opened', { outage: { id: 'o-1' } }))).toBeNull();
    expect(outageOf(stored('chat.sent', { outage }))).toBeNull();
  });

  it('stay readable as rows when their data fits no topic', () => {
    const odd = stored('chat.sent', { platform: 'myspace' });
    expect(read(chatSent, odd)).toBeNull();
    expect(odd.message).toBe('It happened.');
  });
});
