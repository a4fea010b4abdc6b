/** One life of the bridge: one connection, what is known over it, its heartbeat and its commands. */
import { type Fault, isolate, type JsonObject, sleep } from '#shared/kernel/index.ts';
import type { ComponentContext, ConditionInput } from '#core/component.ts';
import type { ObsCommands } from './obs-command-tools.ts';
import { createObsCommands } from './obs-commands.ts';
import { busy, callTimedOut, silent, type ObsSubject } from './obs-faults.ts';
import type { ObsLimits } from './obs-limits.ts';
import {
  recordStatusAnswerSchema,
  sceneListAnswerSchema,
  statsAnswerSchema,
  streamStatusAnswerSchema,
  versionAnswerSchema,
} from './obs-schemas.ts';
import { createObsReadings } from './obs-readings.ts';
import { createFramesJudge, createObsStatsReader } from './obs-stats.ts';
import { createObsTracker, type ObsTracker } from './obs-tracker.ts';

/** Above this round trip OBS answers, but something is wrong with the machine or the network. */
const slowAnswerMs = 1_000;
/** Refused payloads are told of at once, then at most this often. */
const refusalEventPeriodMs = 10_000;
/** A heartbeat this late means that we slept or were blocked: what OBS answered waits in the socket, unread. */
const latenessAllowedMs = 2_000;
/** Scenes named in the status; the rest are counted. */
const listedScenes = 200;

export interface ObsLife {
  readonly tracker: ObsTracker;
  readonly commands: ObsCommands;
  /** Asks OBS something now, beside the heartbeat, and says what is known of its health. */
  probe(): Promise<readonly ConditionInput[]>;
  status(): JsonObject;
}

export interface ObsLifeOptions {
  readonly context: ComponentContext;
  readonly subject: ObsSubject;
  readonly address: string;
  readonly password: string | null;
  readonly limits: ObsLimits;
  /** Called after each change of what is known. */
  readonly onState: () => void;
}

/** Connects and reads OBS's state. Rejects with a {@link Fault}; what was opened closes with the context's scope. */
export const beginObsLife = async (options: ObsLifeOptions): Promise<ObsLife> => {
  const { context, subject, limits } = options;
  const { clock, events, scope } = context;
  const conditions = new Map<string, ConditionInput>();
  const statsReader = createObsStatsReader(clock);
  const framesJudge = createFramesJudge(clock);
  let lost = false;
  let begun = false;
  let refusedPayloads = 0;
  let refusalToldAt: number | undefined;
  let lastAnswerAt = clock.monotonic();
  let beatAt = lastAnswerAt;
  let timedOutSinceAnswer = false;
  let readingStats = false;
  let setUpSeenAt = clock.monotonic();

  const claim = (condition: ConditionInput): void => {
    conditions.set(condition.type, condition);
    context.setCondition(condition);
  };

  const refusePayload = (what: string): void => {
    refusedPayloads += 1;
    const now = clock.monotonic();
    if (refusalToldAt !== undefined && now - refusalToldAt < refusalEventPeriodMs) return;
    refusalToldAt = now;
    events.emit('obs.payload-refused', {
      level: 'warning',
      message: `${subject.title} sent ${what}: it was left out`,
      data: { what, refusedSoFar: refusedPayloads },
    });
  };

  const readCollection = (): void => {
    lastAnswerAt = clock.monotonic();
    readings.refresh('scenes');
    readings.refresh('inputs');
  };
  const tracker = createObsTracker({
    subject,
    clock,
    events,
    onState: options.onState,
    onStale: (what) => readings.refresh(what),
    onSourceTold: () => {
      if (readings.readingSources) readings.refresh('sources');
    },
    onCollectionChanging: () => {
      collectionTimer[Symbol.dispose]();
      collectionTimer = clock.setTimeout(() => {
        tracker.endCollectionChange();
        readCollection();
      }, limits.collectionMs);
    },
    onCollectionChanged: () => {
      collectionTimer[Symbol.dispose]();
      readCollection();
    },
    onStreamChanged: (streaming) => {
      claim(
        streaming === 'reconnecting'
          ? {
              type: 'StreamSteady',
              status: 'false',
              severity: 'unhealthy',
              reason: 'Reconnecting',
              message: 'The stream is interrupted: OBS tries to reach the ingest server again',
            }
          : {
              type: 'StreamSteady',
              status: 'true',
              reason: streaming === 'on' ? 'Streaming' : 'NotStreaming',
              message: streaming === 'on' ? 'The stream is up' : 'No stream is interrupted',
            },
      );
    },
  });
  let collectionTimer: Disposable = { [Symbol.dispose]: () => undefined };
  scope.defer('scene collection timer', () => collectionTimer[Symbol.dispose]());
  scope.defer('what is known of OBS', () => tracker.end());

  const lose = (fault: Fault): void => {
    // While the life only begins, the calls that fail say the same.
    if (lost || !begun) return;
    lost = true;
    tracker.end();
    claim({ type: 'Connected', status: 'false', reason: 'ConnectionLost', message: fault.message });
    events.emit('obs.disconnected', { level: 'warning', message: fault.message, data: { code: fault.code } });
    context.fail(fault);
  };

  const { openObsConnection } = await import('./obs-connection.ts');
  const opened = await openObsConnection({
    subject,
    address: options.address,
    password: options.password,
    clock,
    limits,
    signal: context.signal,
    onEvent: (name, data) => {
      if (!tracker.apply(name, data)) refusePayload(`an event ${name} that cannot be read`);
    },
    onLost: lose,
    onRefusedFrame: refusePayload,
  });
  scope.defer('OBS connection', () => opened.close());

  const noteAnswer = (fault?: Fault): void => {
    // A refusal is an answer as good as any: OBS lives.
    if (fault?.code === 'obs.timeout') {
      timedOutSinceAnswer = true;
      claim({ type: 'Answering', status: 'false', reason: 'Silent', message: fault.message });
      return;
    }
    if (
      fault &&
      fault.code !== 'obs.bad-answer' &&
      fault.code !== 'obs.refused' &&
      fault.code !== 'obs.not-ready'
    ) {
      return;
    }
    lastAnswerAt = clock.monotonic();
    timedOutSinceAnswer = false;
  };

  const claimResponsive = (latencyMs: number): void => {
    const slow = latencyMs > slowAnswerMs;
    claim({
      type: 'Answering',
      status: slow ? 'false' : 'true',
      severity: 'degraded',
      reason: slow ? 'Slow' : 'Answers',
      message: slow
        ? `OBS took ${Math.round(latencyMs)} ms to answer: the machine or the network is overloaded`
        : 'OBS answers at once',
    });
  };

  const readings = createObsReadings({
    connection: opened,
    tracker,
    clock,
    signal: context.signal,
    rereadMs: limits.rereadMs,
    onRefused: refusePayload,
  });

  const readStats = async (): Promise<void> => {
    const startedAt = clock.monotonic();
    let latencyMs = 0;
    const [stats, stream, record] = await Promise.all([
      opened.call('GetStats', statsAnswerSchema).then((answer) => {
        latencyMs = clock.monotonic() - startedAt;
        return answer;
      }),
      opened.call('GetStreamStatus', streamStatusAnswerSchema),
      opened.call('GetRecordStatus', recordStatusAnswerSchema),
    ]);
    if (scope.closed || lost) return;
    noteAnswer(stats.ok ? undefined : stats.error);
    if (!stats.ok) {
      if (stats.error.code === 'obs.bad-answer') refusePayload('statistics that cannot be read');
      return;
    }
    claimResponsive(latencyMs);
    const reading = statsReader.read(stats.value, stream.ok ? stream.value : null, latencyMs);
    tracker.updateStats(reading);
    claim(framesJudge.judge(reading.droppedFramesPercent));
    if (stream.ok && record.ok) tracker.reconcile(stream.value, record.value);
  };

  /** OBS tells nobody when a replay buffer is set up or a virtual camera installed. */
  const lookAtSetUp = (): void => {
    setUpSeenAt = clock.monotonic();
    readings.refresh('outputs');
  };

  /** The machine woke up: most links are dead then, and one that lives answers quickly. */
  const prove = async (): Promise<void> => {
    if (lost || tracker.changingCollection) return;
    const done = new AbortController();
    const answered = opened.call('GetStats', statsAnswerSchema).then((answer) => {
      noteAnswer(answer.ok ? undefined : answer.error);
      return true;
    });
    const late = sleep(clock, limits.wakeMs, AbortSignal.any([context.signal, done.signal])).then(
      () => false,
      () => true,
    );
    if (!(await Promise.race([answered, late]))) lose(silent(subject, limits.wakeMs));
    done.abort();
  };

  const beat = async (): Promise<void> => {
    if (lost) return;
    const now = clock.monotonic();
    if (now - beatAt > limits.pollMs + latenessAllowedMs) lastAnswerAt = now;
    beatAt = now;
    if (tracker.changingCollection) {
      lastAnswerAt = clock.monotonic();
      return;
    }
    const silence = clock.monotonic() - lastAnswerAt;
    if (silence >= limits.silentMs) {
      lose(silent(subject, silence));
      return;
    }
    if (readingStats) return;
    readingStats = true;
    await readStats();
    readingStats = false;
    readings.retry();
    if (clock.monotonic() - setUpSeenAt >= limits.setUpMs) lookAtSetUp();
  };

  const readFirst = async () => {
    const [version, scenes, stream, record] = await Promise.all([
      opened.call('GetVersion', versionAnswerSchema),
      opened.call('GetSceneList', sceneListAnswerSchema),
      opened.call('GetStreamStatus', streamStatusAnswerSchema),
      opened.call('GetRecordStatus', recordStatusAnswerSchema),
    ]);
    if (!version.ok) throw version.error;
    if (!scenes.ok) throw scenes.error;
    if (!stream.ok) throw stream.error;
    if (!record.ok) throw record.error;
    return {
      studioVersion: version.value.obsVersion,
      imageFormats: version.value.supportedImageFormats,
      scenes: scenes.value,
      stream: stream.value,
      record: record.value,
    };
  };

  const first = await readFirst();
  tracker.begin(first);
  await readStats();
  context.signal.throwIfAborted();
  if (tracker.state.stats === null) throw callTimedOut(subject, 'GetStats', limits.callMs);
  lastAnswerAt = clock.monotonic();

  claim({
    type: 'Connected',
    status: 'true',
    reason: 'Identified',
    message: `${subject.title} is connected`,
  });
  claim({
    type: 'Authenticated',
    status: 'true',
    reason: options.password === null ? 'NoPasswordAsked' : 'PasswordAccepted',
    message: options.password === null ? 'OBS asks for no password' : 'OBS accepted the password',
  });
  const count = tracker.state.scenes?.length ?? 0;
  events.emit('obs.connected', {
    message: `Connected to ${subject.title} ${tracker.state.studioVersion ?? ''} with ${count} ${count === 1 ? 'scene' : 'scenes'}, "${isolate(tracker.state.currentScene ?? '')}" on program`,
    data: {
      studioVersion: tracker.state.studioVersion,
      scenes: count,
      scene: tracker.state.currentScene,
      streaming: tracker.state.streaming,
      recording: tracker.state.recording,
    },
  });
  begun = true;
  beatAt = clock.monotonic();
  events.on('system.woke', () => prove());
  readings.refresh('sources');
  readings.refresh('inputs');
  lookAtSetUp();
  scope.use(
    clock.setInterval(() => void beat(), limits.pollMs),
    'OBS heartbeat',
  );

  return {
    tracker,
    commands: createObsCommands({
      subject,
      // A command that is not answered says as much of OBS as a heartbeat: the next one fails at once.
      connection: {
        ...opened,
        call: async (request, schema, data) => {
          const answer = await opened.call(request, schema, data);
          noteAnswer(answer.ok ? undefined : answer.error);
          return answer;
        },
      },
      tracker,
      limits,
      clock,
      imageFormats: first.imageFormats,
      obstacle: () => {
        if (tracker.changingCollection) return busy(subject);
        return timedOutSinceAnswer ? silent(subject, clock.monotonic() - lastAnswerAt) : null;
      },
    }),
    probe: async () => {
      if (!tracker.changingCollection) {
        const startedAt = clock.monotonic();
        const answer = await opened.call('GetStats', statsAnswerSchema);
        noteAnswer(answer.ok ? undefined : answer.error);
        if (answer.ok) claimResponsive(clock.monotonic() - startedAt);
      }
      return [...conditions.values()];
    },
    status: () => ({
      connected: !lost,
      address: subject.address,
      studioVersion: tracker.state.studioVersion,
      currentScene: tracker.state.currentScene,
      sceneCount: tracker.state.scenes?.length ?? null,
      scenes: tracker.state.scenes?.slice(0, listedScenes) ?? null,
      streaming: tracker.state.streaming,
      recording: tracker.state.recording,
      recordingPath: tracker.state.recordingPath,
      replayBuffer: tracker.state.replayBuffer,
      lastReplayPath: tracker.state.lastReplay?.path ?? null,
      virtualCamera: tracker.state.virtualCamera,
      studioMode: tracker.state.studioMode,
      sourceCount: tracker.state.sources?.length ?? null,
      audioInputCount: tracker.state.inputs?.length ?? null,
      stats: tracker.state.stats === null ? null : { ...tracker.state.stats },
      refusedPayloads,
    }),
  };
};
