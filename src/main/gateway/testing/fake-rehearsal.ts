import { answerWhenDone, answerWith, implement, type OperationImplementation } from '#core/index.ts';
import type { InputOf } from '#shared/catalogue/operations/define.ts';
import {
  recordingDelete,
  recordingStart,
  recordingStop,
  rehearsalInjectFault,
  rehearsalControl,
  rehearsalClearFaults,
} from '#shared/catalogue/operations/rehearsal.ts';
import { Emitter, err, Fault, ok, type Clock, type IdSource, type Result } from '#shared/kernel/index.ts';
import type {
  Disturbance,
  LedgerEntry,
  Outage,
  Recording,
  RecordingStatus,
  RehearsalStatus,
} from '#shared/model/index.ts';
import type { RehearsalPort } from '../ports/index.ts';
import { unknown } from './refusals.ts';

/** One outage that is over and one that is open. */
export const smallOutages = (clock: Clock): Outage[] => {
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
  return [outage('outage-2', null), outage('outage-1', clock.now())];
};

const smallRehearsal = (): RehearsalStatus => {
  const scenario = {
    id: 'lively-show',
    title: 'A lively show',
    description: 'A calm evening.',
    origin: 'shipped' as const,
  };
  return {
    scenario,
    scenarios: [scenario],
    state: 'playing',
    speed: 1,
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
    record: [],
    ledger: [],
  };
};

const refused = (code: string, message: string): Fault => new Fault(code, message, { kind: 'configuration' });

/** Recordings in memory; each stop creates one. */
const createFakeRecordings = (clock: Clock, tell: () => void) => {
  let active: RecordingStatus['active'] = null;
  let recordings: Recording[] = [];
  const refuse = (message: string) => err(refused('rehearsal.recording-refused', message));
  return {
    get recordings(): readonly Recording[] {
      return recordings;
    },
    status: (): RecordingStatus => ({ active, recordings, folder: '/home/streamer/scenarios' }),
    start: ({ title = 'A session', texts }: InputOf<typeof recordingStart>): Result<void, Fault> => {
      if (active) return refuse('A recording goes on already.');
      active = { title, startedAt: clock.now(), texts, moments: 0, leftOut: 0 };
      tell();
      return ok(undefined);
    },
    stop: (): Result<Recording, Fault> => {
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
    delete: (id: string): Result<void, Fault> => {
      if (!recordings.some((each) => each.id === id)) return refuse(`There is no recording "${id}".`);
      recordings = recordings.filter((each) => each.id !== id);
      tell();
      return ok(undefined);
    },
  };
};

const stateAfter = { pause: 'paused', resume: 'playing', step: 'paused', restart: 'playing' } as const;

/** A rehearsal that obeys at once, and that a test can switch to live. */
export class FakeRehearsal implements RehearsalPort {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #listeners = new Emitter();
  readonly recording: ReturnType<typeof createFakeRecordings>;
  /** Fault that every call returns while set. */
  refusal: Fault | undefined;
  /** Fault that every injection returns while set. */
  injectionRefusal: Fault | undefined;
  #status: RehearsalStatus;

  constructor(clock: Clock, ids: IdSource, status: RehearsalStatus = smallRehearsal()) {
    this.#clock = clock;
    this.#ids = ids;
    this.#status = status;
    this.recording = createFakeRecordings(clock, () => this.#listeners.emit());
  }

  /** The status also while everything is refused. */
  get now(): RehearsalStatus {
    return this.#status;
  }

  status(): Result<RehearsalStatus, Fault> {
    return this.refusal ? err(this.refusal) : ok(this.#status);
  }

  change(change: Partial<RehearsalStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#listeners.emit();
  }

  goLive(): void {
    this.refusal = refused(
      'rehearsal.not-rehearsing',
      'The program is live, so there is nothing to disturb.',
    );
    this.#listeners.emit();
  }

  /** Refuses to inject any fault, with this sentence. */
  refuse(message: string): void {
    this.injectionRefusal = refused('rehearsal.fault-refused', message);
  }

  tellLedger(ledger: LedgerEntry[]): void {
    this.change({ ledger });
  }

  control({ action, speed, scenario }: InputOf<typeof rehearsalControl>): Result<RehearsalStatus, Fault> {
    if (this.refusal) return err(this.refusal);
    const found = this.#status.scenarios.find(({ id }) => id === scenario);
    this.change({
      ...(action && { state: stateAfter[action] }),
      ...(speed !== undefined && { speed }),
      ...(found && { scenario: found, state: 'playing', positionMs: 0 }),
    });
    return ok(this.#status);
  }

  inject(injection: InputOf<typeof rehearsalInjectFault>): Result<Disturbance, Fault> {
    const refusal = this.refusal ?? this.injectionRefusal;
    if (refusal) return err(refusal);
    const { server, fault, durationMs: _durationMs, ...options } = injection;
    const kind = this.#status.faults.find((each) => each.server === server && each.fault === fault);
    if (!kind) return unknown('rehearsal.unknown-fault', `${server} has no fault "${fault}".`);
    const at = this.#clock.now();
    const until = kind.lasting ? null : at;
    const disturbance: Disturbance = {
      id: this.#ids.next(),
      server,
      fault,
      options,
      by: 'operator',
      at,
      until,
    };
    this.change({ record: [...this.#status.record, disturbance] });
    return ok(disturbance);
  }

  clear({ id, server }: InputOf<typeof rehearsalClearFaults>): Result<Disturbance[], Fault> {
    if (this.refusal) return err(this.refusal);
    const cleared = this.#status.record
      .filter(
        (each) =>
          each.until === null &&
          (id === undefined || each.id === id) &&
          (server === undefined || each.server === server),
      )
      .map((each) => ({ ...each, until: this.#clock.now() }));
    this.change({
      record: this.#status.record.map((each) => cleared.find((one) => one.id === each.id) ?? each),
    });
    return ok(cleared);
  }

  /** Implements the operations of the rehearsal and of recordings. */
  get implementations(): readonly OperationImplementation[] {
    const { recording } = this;
    return [
      implement(rehearsalControl, { run: async (request) => answerWith(this.control(request)) }),
      implement(rehearsalInjectFault, { run: async (injection) => answerWith(this.inject(injection)) }),
      implement(rehearsalClearFaults, {
        run: async (which) => {
          const cleared = this.clear(which);
          return cleared.ok ? ok({ result: { cleared: cleared.value } }) : cleared;
        },
      }),
      implement(recordingStart, {
        run: async (request) => {
          const begun = recording.start(request);
          return begun.ok ? ok({ result: recording.status() }) : begun;
        },
      }),
      implement(recordingStop, { run: async () => answerWith(recording.stop()) }),
      implement(recordingDelete, {
        run: async ({ id }) => answerWhenDone(recording.delete(id), { id }),
      }),
    ];
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }
}
