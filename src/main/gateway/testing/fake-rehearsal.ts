import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import { Emitter, err, Fault, ok, type Clock, type IdSource, type Result } from '#shared/kernel/index.ts';
import type {
  Disturbance,
  Outage,
  Recording,
  RecordingStatus,
  RehearsalStatus,
} from '#shared/model/index.ts';
import type { OutagesPort, RehearsalPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';
import type { InputOf } from '#shared/catalogue/operations/define.ts';
import {
  recordingDelete,
  recordingStart,
  recordingStop,
  rehearsalInjectFault,
  rehearsalControl,
  rehearsalClearFaults,
} from '#shared/catalogue/operations/rehearsal.ts';

/** One outage that is over and one that is open. */
export const createFakeOutages = (clock: Clock): OutagesPort => {
  const outage = (id: string, endedAt: number | null): Outage => ({
    id,
    componentId: 'obs:main',
    title: 'OBS',
    startedAt: clock.now() - 60_000,
    endedAt,
    end: endedAt === null ? null : 'recovered',
    cause: { code: 'obs.unreachable', message: 'OBS does not answer.' },
    attempts: 2,
    missed: { count: null, atLeast: false, message: 'Not known.' },
  });
  return { list: () => [outage('outage-2', null), outage('outage-1', clock.now())] };
};

/** Recordings in memory; each stop creates one. */
const createFakeRecordings = (clock: Clock, tell: () => void) => {
  let active: RecordingStatus['active'] = null;
  let recordings: Recording[] = [];
  const refuse = (message: string): Result<never, Fault> =>
    err(new Fault('rehearsal.recording-refused', message, { kind: 'configuration' }));
  return {
    status: (): RecordingStatus => ({ active, recordings, folder: '/home/streamer/scenarios' }),
    start: ({ title = 'A session', texts }: InputOf<typeof recordingStart>): Result<void, Fault> => {
      if (active) return refuse('A recording goes on already.');
      active = { title, startedAt: clock.now(), texts, moments: 0, leftOut: 0 };
      tell();
      return ok(undefined);
    },
    stop: async (): Promise<Result<Recording, Fault>> => {
      if (!active) return refuse('Nothing is recorded.');
      const recording: Recording = {
        id: `recorded-${recordings.length + 1}`,
        title: active.title,
        description: 'A session.',
        recordedAt: active.startedAt,
        durationMs: clock.now() - active.startedAt,
        lines: 0,
        bytes: 10,
      };
      recordings = [recording, ...recordings];
      active = null;
      tell();
      return ok(recording);
    },
    delete: async (id: string): Promise<Result<void, Fault>> => {
      if (!recordings.some((each) => each.id === id)) return refuse(`There is no recording "${id}".`);
      recordings = recordings.filter((each) => each.id !== id);
      tell();
      return ok(undefined);
    },
  };
};

/** A rehearsal with one fault, which a test can switch to live. */
export class FakeRehearsal implements RehearsalPort {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  #record: Disturbance[] = [];
  #paused = false;
  #speed = 1;
  readonly #listeners = new Emitter();
  readonly recording: ReturnType<typeof createFakeRecordings>;
  /** Fault that every call returns while set. */
  refusal: Fault | undefined;

  constructor(clock: Clock, ids: IdSource) {
    this.#clock = clock;
    this.#ids = ids;
    this.recording = createFakeRecordings(clock, () => this.#tell());
  }

  status(): Result<RehearsalStatus, Fault> {
    if (this.refusal) return err(this.refusal);
    const scenario = {
      id: 'lively-show',
      title: 'A lively show',
      description: 'A calm evening.',
      origin: 'shipped' as const,
    };
    return ok({
      scenario,
      scenarios: [scenario],
      state: this.#paused ? 'paused' : 'playing',
      speed: this.#speed,
      act: { id: 'calm', title: 'Calm' },
      run: 1,
      lines: 12,
      positionMs: 1_000,
      durationMs: 60_000,
      servers: [{ server: 'obs', address: 'ws://127.0.0.1:1' }],
      faults: [
        {
          server: 'obs',
          fault: 'freeze',
          title: 'Half-open connection',
          description: 'Stops answering.',
          expect: 'Detects the loss.',
          lasting: true,
          options: [],
          defaults: {},
        },
      ],
      record: this.#record,
      ledger: [],
    });
  }

  control({ action, speed }: InputOf<typeof rehearsalControl>): Result<RehearsalStatus, Fault> {
    if (action === 'pause' || action === 'resume') this.#paused = action === 'pause';
    this.#speed = speed ?? this.#speed;
    this.#tell();
    return this.status();
  }

  inject({ server, fault }: InputOf<typeof rehearsalInjectFault>): Result<Disturbance, Fault> {
    if (this.refusal) return err(this.refusal);
    if (fault !== 'freeze') {
      return unknown('rehearsal.unknown-fault', `${server} has no fault "${fault}".`);
    }
    const at = this.#clock.now();
    const disturbance: Disturbance = {
      id: this.#ids.next(),
      server,
      fault,
      options: {},
      by: 'operator',
      at,
      until: null,
    };
    this.#record = [...this.#record, disturbance];
    this.#tell();
    return ok(disturbance);
  }

  clear(): Result<readonly Disturbance[], Fault> {
    if (this.refusal) return err(this.refusal);
    const cleared = this.#record
      .filter(({ until }) => until === null)
      .map((each) => ({ ...each, until: this.#clock.now() }));
    this.#record = this.#record.map((each) => cleared.find(({ id }) => id === each.id) ?? each);
    this.#tell();
    return ok(cleared);
  }

  /** Implements the operations of the rehearsal and of recordings. */
  get implementations(): readonly OperationImplementation[] {
    const { recording } = this;
    return [
      implement(rehearsalControl, { run: async (request) => answerWith(this.control(request)) }),
      implement(rehearsalInjectFault, { run: async (injection) => answerWith(this.inject(injection)) }),
      implement(rehearsalClearFaults, {
        run: async () => {
          const cleared = this.clear();
          return cleared.ok ? ok({ result: { cleared: [...cleared.value] } }) : cleared;
        },
      }),
      implement(recordingStart, {
        run: async (request) => {
          const begun = recording.start(request);
          return begun.ok ? ok({ result: recording.status() }) : begun;
        },
      }),
      implement(recordingStop, { run: async () => answerWith(await recording.stop()) }),
      implement(recordingDelete, {
        run: async ({ id }) => answerWhenDone(await recording.delete(id), { id }),
      }),
    ];
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  #tell(): void {
    this.#listeners.emit();
  }
}
