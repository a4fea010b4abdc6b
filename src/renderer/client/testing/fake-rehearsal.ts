import type { Clock } from '#shared/kernel/clock.ts';
import type { RehearsalFrame } from '#shared/contract/index.ts';
import type {
  Disturbance,
  LedgerEntry,
  Recording,
  RecordingStatus,
  RehearsalFaultKind,
  RehearsalFaultOptions,
  RehearsalServer,
  RehearsalStatus,
} from '#shared/model/index.ts';
import { createChannel } from './channel.ts';

const kind = (
  server: RehearsalServer,
  fault: string,
  title: string,
  over: Partial<RehearsalFaultKind> = {},
): RehearsalFaultKind => ({
  server,
  fault,
  title,
  description: `${title}, on purpose.`,
  expect: 'Detected, and recovers once fixed.',
  lasting: false,
  options: [],
  defaults: {},
  ...over,
});

const scenario = (id: string, title: string): RehearsalStatus['scenario'] => ({
  id,
  title,
  description: `${title}, for a test.`,
  origin: 'shipped',
});

const initial = (): RehearsalStatus => ({
  scenario: scenario('lively-show', 'A lively show'),
  scenarios: [scenario('bad-evening', 'A bad evening'), scenario('lively-show', 'A lively show')],
  state: 'playing',
  speed: 1,
  act: { id: 'calm', title: 'A quiet start' },
  run: 1,
  lines: 40,
  positionMs: 30_000,
  durationMs: 120_000,
  servers: [
    { server: 'twitch', address: 'ws://127.0.0.1:40001' },
    { server: 'discord', address: 'http://127.0.0.1:40002/api' },
    { server: 'obs', address: 'ws://127.0.0.1:40003' },
  ],
  faults: [
    kind('twitch', 'refuse', 'Refuse connections', { lasting: true, options: ['status'] }),
    kind('twitch', 'delay', 'Delay and jitter', {
      lasting: true,
      options: ['latencyMs', 'jitterMs'],
      defaults: { latencyMs: 2_000, jitterMs: 0 },
    }),
    kind('twitch', 'cut', 'Reset connections'),
    kind('discord', 'cut', 'Reset connections'),
    kind('obs', 'refuse', 'Close OBS', { lasting: true }),
    kind('obs', 'freeze', 'Half-open connection', { lasting: true }),
  ],
  record: [],
  ledger: [],
});

/** An in-memory rehearsal that executes requests immediately. */
export const createFakeRehearsal = (clock: Clock, epoch: string) => {
  let status: RehearsalStatus | null = initial();
  let refusal: string | null = null;
  let recording: RecordingStatus = { active: null, recordings: [], folder: '/home/streamer/scenarios' };
  let seq = 0;
  let ids = 0;
  const channel = createChannel<RehearsalFrame>();
  const frame = (): RehearsalFrame => ({ kind: 'snapshot', epoch, seq, status, recording });
  const change = (next: Partial<RehearsalStatus> | null): void => {
    status = next === null || status === null ? null : { ...status, ...next };
    seq += 1;
    channel.send(frame());
  };
  const tellRecording = (next: Partial<RecordingStatus>): void => {
    recording = { ...recording, ...next };
    seq += 1;
    channel.send(frame());
  };
  const states = { pause: 'paused', resume: 'playing', step: 'paused', restart: 'playing' } as const;
  return {
    get status() {
      return status;
    },
    /** The reason for refusing the next fault; null while faults are accepted. */
    get refusal() {
      return refusal;
    },
    refuse: (message: string): void => void (refusal = message),
    change,
    goLive: (): void => change(null),
    tellLedger: (ledger: LedgerEntry[]): void => change({ ledger }),
    control: (request: {
      action?: keyof typeof states | undefined;
      speed?: number | undefined;
      scenario?: string | undefined;
    }): RehearsalStatus | null => {
      if (status === null) return null;
      const { action, speed, scenario: wanted } = request;
      const found = status.scenarios.find(({ id }) => id === wanted);
      change({
        ...(action && { state: states[action] }),
        ...(speed !== undefined && { speed }),
        ...(found && { scenario: found, state: 'playing', positionMs: 0 }),
      });
      return status;
    },
    inject: ({
      server,
      fault,
      durationMs: _durationMs,
      ...options
    }: RehearsalFaultOptions & {
      server: RehearsalServer;
      fault: string;
      durationMs?: number | undefined;
    }): Disturbance => {
      ids += 1;
      const at = clock.now();
      const lasting = status?.faults.find((each) => each.server === server && each.fault === fault)?.lasting;
      const disturbance: Disturbance = {
        id: `fault-${ids}`,
        server,
        fault,
        options,
        by: 'operator',
        at,
        until: lasting ? null : at,
      };
      change({ record: [...(status?.record ?? []), disturbance] });
      return disturbance;
    },
    clear: (which: { id?: string | undefined; server?: RehearsalServer | undefined }): Disturbance[] => {
      const ends = ({ id, server, until }: Disturbance): boolean =>
        until === null &&
        (which.id === undefined || which.id === id) &&
        (which.server === undefined || which.server === server);
      const record = status?.record ?? [];
      const cleared = record.filter(ends).map((each) => ({ ...each, until: clock.now() }));
      change({ record: record.map((each) => cleared.find(({ id }) => id === each.id) ?? each) });
      return cleared;
    },
    get recording() {
      return recording;
    },
    record: (texts: 'replaced' | 'kept', title = 'A session'): RecordingStatus => {
      tellRecording({ active: { title, startedAt: clock.now(), texts, moments: 0, leftOut: 0 } });
      return recording;
    },
    keep: (): Recording => {
      const kept: Recording = {
        id: `recorded-${recording.recordings.length + 1}`,
        title: recording.active?.title ?? 'A session',
        description: '1 min of a session, with 12 lines by 4 people.',
        recordedAt: clock.now(),
        durationMs: 60_000,
        lines: 12,
        bytes: 4_200,
      };
      tellRecording({ active: null, recordings: [kept, ...recording.recordings] });
      return kept;
    },
    forget: (id: string): void =>
      tellRecording({ recordings: recording.recordings.filter((each) => each.id !== id) }),
    watch: (signal: AbortSignal | undefined) => channel.read(signal, frame()),
  };
};
