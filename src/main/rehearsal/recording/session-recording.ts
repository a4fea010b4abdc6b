import type { SystemPort } from '#core/index.ts';
import { recordingBegan, recordingEnded } from '#shared/catalogue/topics/rehearsal.ts';
import { err, Fault, ok, type Clock, type Redactor, type Result, Emitter } from '#shared/kernel/index.ts';
import type { Recording, RecordingStatus } from '#shared/model/index.ts';
import type { RehearsedComponents } from '../control/rehearsed-components.ts';
import { composeRecording } from './compose-recording.ts';
import { SessionRecorder, type SessionStart } from './session-recorder.ts';
import type { RecordingFolder } from './recording-folder.ts';

export interface SessionRecordingParts {
  readonly events: SystemPort['events'];
  readonly clock: Clock;
  readonly redactor: Pick<Redactor, 'text'>;
  readonly folder: RecordingFolder;
  /** The components that connect to each server that a recording can be played on. */
  readonly components: RehearsedComponents;
  /** Returns the state of OBS at the start of a recording. */
  readonly readStart: () => SessionStart;
}

/** The options of a new recording. */
export interface RecordingRequest {
  /** The title; by default the date and time of the start. */
  readonly title?: string | undefined;
  readonly texts: 'replaced' | 'kept';
}

/** Milliseconds between updates of the recording's length for the window. */
const notifyIntervalMs = 2_000;

const refuse = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(`rehearsal.${code}`, message, { kind: 'configuration' }));

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

/** `recorded-20261122-231500`, by the wall clock. */
const idAt = (at: number): string =>
  `recorded-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`;

interface Active {
  readonly id: string;
  readonly title: string;
  readonly texts: 'replaced' | 'kept';
  readonly session: SessionRecorder;
  readonly listening: DisposableStack;
}

/**
 * Records this session, live or in rehearsal, and stores it as a scenario. A recording that is running when
 * the program stops is stored too.
 */
export class SessionRecording implements AsyncDisposable {
  readonly #parts: SessionRecordingParts;
  readonly #listeners = new Emitter();
  #active: Active | null = null;

  constructor(parts: SessionRecordingParts) {
    this.#parts = parts;
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.on(listener);
  }

  status(): RecordingStatus {
    const { folder } = this.#parts;
    const active = this.#active;
    return {
      active: active && {
        title: active.title,
        startedAt: active.session.startedAt,
        texts: active.texts,
        moments: active.session.moments.length,
        leftOut: active.session.leftOut,
      },
      recordings: [...folder.list()],
      folder: folder.path,
    };
  }

  start({ title, texts }: RecordingRequest): Result<void, Fault> {
    const { clock, events, folder, readStart, components } = this.#parts;
    if (this.#active)
      return refuse(
        'recording-goes-on',
        'This session is already being recorded. Stop that recording first.',
      );
    if (folder.obstacle) return err(folder.obstacle);
    const session = new SessionRecorder(clock, readStart(), components);
    const listening = new DisposableStack();
    listening.use(events.on('*', (event) => session.record(event)));
    listening.use(clock.setInterval(() => this.#notify(), notifyIntervalMs));
    const named = title ?? `Session of ${day.format(session.startedAt)}`;
    this.#active = { id: idAt(session.startedAt), title: named, texts, session, listening };
    events.emit('rehearsal', recordingBegan({}));
    this.#notify();
    return ok(undefined);
  }

  async stop(): Promise<Result<Recording, Fault>> {
    const active = this.#active;
    if (!active) return refuse('not-recording', 'Nothing is being recorded. Start a recording first.');
    const { redactor, folder, events } = this.#parts;
    this.#active = null;
    active.listening.dispose();
    const { id, title, texts, session } = active;
    const { yaml } = composeRecording(session, { id, title, texts, redact: (text) => redactor.text(text) });
    const saved = await folder.save(id, yaml, {
      recordedAt: session.startedAt,
      durationMs: Math.round(session.durationMs),
      lines: session.moments.filter(({ kind }) => kind === 'say').length,
    });
    const details = saved.ok ? {} : { problem: saved.error.message, level: 'error' as const };
    events.emit('rehearsal', recordingEnded({}, details));
    this.#notify();
    return saved;
  }

  async delete(id: string): Promise<Result<void, Fault>> {
    const removed = await this.#parts.folder.remove(id);
    if (removed.ok) this.#notify();
    return removed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#active) return;
    const saved = await this.stop();
    if (!saved.ok) throw saved.error;
  }

  #notify(): void {
    this.#listeners.emit();
  }
}
