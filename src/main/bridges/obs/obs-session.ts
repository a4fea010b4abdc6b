/** One connection of the bridge with its state, heartbeat and commands. */
import type { JsonObject } from '#shared/kernel/index.ts';
import type { ComponentContext, ComponentEvents, ConditionInput } from '#core/component.ts';
import { systemWoke } from '#shared/catalogue/topics/components.ts';
import { obsConnected } from '#shared/catalogue/topics/obs.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import { AnswerWatch } from './answer-watch.ts';
import { CollectionChange } from './collection-change.ts';
import { ConnectionLoss } from './connection-loss.ts';
import type { ObsCommands } from './obs-command-tools.ts';
import { createObsCommands } from './obs-commands.ts';
import {
  answeringCondition,
  authenticatedCondition,
  connectedCondition,
  ObsConditions,
  silentCondition,
  streamCondition,
} from './obs-conditions.ts';
import type { ObsConnection } from './obs-connection.ts';
import { busy, callTimedOut, silent, type ObsSubject } from './obs-faults.ts';
import { ObsHeartbeat } from './obs-heartbeat.ts';
import type { ObsLimits } from './obs-limits.ts';
import { createObsReadings, readAtStart } from './obs-readings.ts';
import { statsAnswerSchema } from './obs-schemas.ts';
import { ObsTracker } from './obs-tracker.ts';
import { RefusedPayloads } from './refused-payloads.ts';

/** Maximum number of scenes named in the status; the rest are counted. */
const listedScenes = 200;

export interface ObsSession {
  readonly tracker: ObsTracker;
  readonly commands: ObsCommands;
  /** Asks OBS now, outside of the heartbeat, and returns the conditions of the connection. */
  probe(): Promise<readonly ConditionInput[]>;
  status(): JsonObject;
}

export interface ObsSessionOptions {
  readonly context: ComponentContext;
  readonly subject: ObsSubject;
  readonly address: string;
  readonly password: string | null;
  readonly limits: ObsLimits;
  /** Called after each change of the state. */
  readonly onState: () => void;
}

/**
 * Connects and reads OBS's state. Rejects with a {@link Fault}; the context's scope closes what was opened.
 */
export const openObsSession = async (options: ObsSessionOptions): Promise<ObsSession> => {
  const { context, subject, limits } = options;
  const { clock, events, scope, signal } = context;
  const conditions = new ObsConditions(context);
  const answers = new AnswerWatch(clock, (fault) => conditions.set(silentCondition(fault)));
  const refused = new RefusedPayloads({ subject, clock, events });
  const onRefused = (what: string): void => refused.add(what);

  const tracker = new ObsTracker({
    subject,
    clock,
    events,
    onState: options.onState,
    onStale: (what) => readings.refresh(what),
    onSourceChanged: () => {
      if (readings.readingSources) readings.refresh('sources');
    },
    onCollectionChanging: () => collectionChange.begin(),
    onCollectionChanged: () => collectionChange.end(),
    onStreamChanged: (streaming) => conditions.set(streamCondition(streaming)),
  });
  const collectionChange = new CollectionChange({
    clock,
    limitMs: limits.collectionMs,
    onTimeUp: () => tracker.endCollectionChange(),
    readAgain: () => {
      answers.restart();
      readings.refresh('scenes');
      readings.refresh('inputs');
    },
  });
  scope.use(collectionChange, 'scene collection timer');
  scope.defer('OBS state', () => tracker.end());
  const loss = new ConnectionLoss({ context, conditions, tracker });

  const { openObsConnection } = await import('./obs-connection.ts');
  const connection = await openObsConnection({
    subject,
    address: options.address,
    password: options.password,
    clock,
    limits,
    signal,
    onEvent: (name, data) => {
      if (!tracker.apply(name, data)) onRefused(`an unreadable event ${name}`);
    },
    onLost: (fault) => loss.report(fault),
    onRefusedFrame: onRefused,
  });
  scope.defer('OBS connection', () => connection.close());

  const { rereadMs } = limits;
  const readings = createObsReadings({ connection, tracker, clock, signal, rereadMs, onRefused });
  const heartbeat = new ObsHeartbeat({
    subject,
    connection,
    tracker,
    readings,
    conditions,
    answers,
    clock,
    limits,
    signal,
    isOver: () => scope.closed || loss.lost,
    onRefused,
    onSilent: (fault) => loss.report(fault),
  });

  const first = await readAtStart(connection);
  tracker.begin(first);
  await heartbeat.readStats();
  signal.throwIfAborted();
  if (tracker.state.stats === null) throw callTimedOut(subject, 'GetStats', limits.callMs);
  answers.restart();

  conditions.set(connectedCondition(subject));
  conditions.set(authenticatedCondition(options.password));
  announceConnected(events, subject, tracker.state);
  loss.watch();
  events.on(systemWoke, () => heartbeat.prove());
  readings.refresh('sources');
  readings.refresh('inputs');
  scope.use(heartbeat.start(), 'OBS heartbeat');

  const noted = notingAnswers(connection, answers);
  return {
    tracker,
    commands: createObsCommands({
      subject,
      connection: noted,
      tracker,
      limits,
      clock,
      imageFormats: first.imageFormats,
      obstacle: () => {
        if (tracker.changingCollection) return busy(subject);
        return answers.timedOut ? silent(subject, answers.silenceMs) : null;
      },
    }),
    probe: async () => {
      if (!tracker.changingCollection) {
        const startedAt = clock.monotonic();
        const answer = await noted.call('GetStats', statsAnswerSchema);
        if (answer.ok) conditions.set(answeringCondition(clock.monotonic() - startedAt));
      }
      return conditions.all();
    },
    status: () => ({
      connected: !loss.lost,
      address: subject.address,
      ...describeState(tracker.state),
      refusedPayloads: refused.count,
    }),
  };
};

/**
 * Records the outcome of each call. An unanswered call counts like a missed heartbeat, so that the next
 * command fails at once.
 */
const notingAnswers = (connection: ObsConnection, answers: AnswerWatch): ObsConnection => ({
  ...connection,
  call: async (request, schema, data) => {
    const answer = await connection.call(request, schema, data);
    answers.note(answer.ok ? undefined : answer.error);
    return answer;
  },
});

const announceConnected = (events: ComponentEvents, subject: ObsSubject, state: ObsState): void => {
  const data = {
    studioVersion: state.studioVersion,
    scenes: state.scenes?.length ?? 0,
    scene: state.currentScene,
    streaming: state.streaming,
    recording: state.recording,
  };
  events.emit(obsConnected(data, subject));
};

const describeState = (state: ObsState): JsonObject => ({
  studioVersion: state.studioVersion,
  currentScene: state.currentScene,
  sceneCount: state.scenes?.length ?? null,
  scenes: state.scenes?.slice(0, listedScenes) ?? null,
  streaming: state.streaming,
  recording: state.recording,
  recordingPath: state.recordingPath,
  replayBuffer: state.replayBuffer,
  lastReplayPath: state.lastReplay?.path ?? null,
  virtualCamera: state.virtualCamera,
  studioMode: state.studioMode,
  sourceCount: state.sources?.length ?? null,
  audioInputCount: state.inputs?.length ?? null,
  stats: state.stats === null ? null : { ...state.stats },
});
