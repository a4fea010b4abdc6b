/**
 * The heartbeat of one connection: reads the statistics at each beat, and detects that OBS stopped answering.
 */
import { type Clock, type Fault, sleep } from '#shared/kernel/index.ts';
import type { AnswerWatch } from './answer-watch.ts';
import { answeringCondition, type ObsConditions } from './obs-conditions.ts';
import type { ObsConnection } from './obs-connection.ts';
import { silent, type ObsSubject } from './obs-faults.ts';
import type { ObsLimits } from './obs-limits.ts';
import type { ObsReadings } from './obs-readings.ts';
import { recordStatusAnswerSchema, statsAnswerSchema, streamStatusAnswerSchema } from './obs-schemas.ts';
import {
  createFramesJudge,
  createObsStatsReader,
  type FramesJudge,
  type ObsStatsReader,
} from './obs-stats.ts';
import type { ObsTracker } from './obs-tracker.ts';

/**
 * Delay of a heartbeat above which this process slept or was blocked: OBS's answer may be in the socket,
 * unread.
 */
const latenessAllowedMs = 2_000;

export interface ObsHeartbeatOptions {
  readonly subject: ObsSubject;
  readonly connection: ObsConnection;
  readonly tracker: ObsTracker;
  readonly readings: ObsReadings;
  readonly conditions: ObsConditions;
  readonly answers: AnswerWatch;
  readonly clock: Clock;
  readonly limits: ObsLimits;
  /** Aborts at the end of the connection. */
  readonly signal: AbortSignal;
  /** Returns true once the connection was lost or closed. */
  readonly isOver: () => boolean;
  /** Called when OBS sent an unreadable answer. */
  readonly onRefused: (what: string) => void;
  readonly onSilent: (fault: Fault) => void;
}

export class ObsHeartbeat {
  readonly #options: ObsHeartbeatOptions;
  readonly #statsReader: ObsStatsReader;
  readonly #framesJudge: FramesJudge;
  #beatAt: number;
  #setUpReadAt: number;
  #readingStats = false;

  constructor(options: ObsHeartbeatOptions) {
    this.#options = options;
    this.#statsReader = createObsStatsReader(options.clock);
    this.#framesJudge = createFramesJudge(options.clock);
    this.#beatAt = options.clock.monotonic();
    this.#setUpReadAt = this.#beatAt;
  }

  /** Starts the heartbeat. The first beat comes after one period. */
  start(): Disposable {
    const { clock, limits } = this.#options;
    this.#beatAt = clock.monotonic();
    this.#readSetUp();
    return clock.setInterval(() => void this.#beat(), limits.pollMs);
  }

  async readStats(): Promise<void> {
    const { clock, connection, tracker, conditions, answers } = this.#options;
    const startedAt = clock.monotonic();
    let latencyMs = 0;
    const [stats, stream, record] = await Promise.all([
      connection.call('GetStats', statsAnswerSchema).then((answer) => {
        latencyMs = clock.monotonic() - startedAt;
        return answer;
      }),
      connection.call('GetStreamStatus', streamStatusAnswerSchema),
      connection.call('GetRecordStatus', recordStatusAnswerSchema),
    ]);
    if (this.#options.isOver()) return;
    answers.note(stats.ok ? undefined : stats.error);
    if (!stats.ok) {
      if (stats.error.code === 'obs.bad-answer') this.#options.onRefused('unreadable statistics');
      return;
    }
    conditions.set(answeringCondition(latencyMs));
    const reading = this.#statsReader.read(stats.value, stream.ok ? stream.value : null, latencyMs);
    tracker.updateStats(reading);
    conditions.set(this.#framesJudge.judge(reading.droppedFramesPercent));
    if (stream.ok && record.ok) tracker.reconcile(stream.value, record.value);
  }

  /**
   * Requires a quick answer from OBS now. After a wake-up most links are dead, and a live link answers
   * quickly.
   */
  async prove(): Promise<void> {
    const { subject, clock, connection, tracker, answers, limits, signal, onSilent } = this.#options;
    if (this.#options.isOver() || tracker.changingCollection) return;
    const done = new AbortController();
    const answered = connection.call('GetStats', statsAnswerSchema).then((answer) => {
      answers.note(answer.ok ? undefined : answer.error);
      return true;
    });
    const late = sleep(clock, limits.wakeMs, AbortSignal.any([signal, done.signal])).then(
      () => false,
      () => true,
    );
    if (!(await Promise.race([answered, late]))) onSilent(silent(subject, limits.wakeMs));
    done.abort();
  }

  async #beat(): Promise<void> {
    const { subject, clock, tracker, readings, answers, limits } = this.#options;
    if (this.#options.isOver()) return;
    const now = clock.monotonic();
    if (now - this.#beatAt > limits.pollMs + latenessAllowedMs) answers.restart();
    this.#beatAt = now;
    if (tracker.changingCollection) {
      answers.restart();
      return;
    }
    const { silenceMs } = answers;
    if (silenceMs >= limits.silentMs) {
      this.#options.onSilent(silent(subject, silenceMs));
      return;
    }
    if (this.#readingStats) return;
    this.#readingStats = true;
    await this.readStats();
    this.#readingStats = false;
    readings.retry();
    if (clock.monotonic() - this.#setUpReadAt >= limits.setUpMs) this.#readSetUp();
  }

  /** Reads the set-up of the replay buffer and the virtual camera, for which OBS sends no events. */
  #readSetUp(): void {
    this.#setUpReadAt = this.#options.clock.monotonic();
    this.#options.readings.refresh('outputs');
  }
}
