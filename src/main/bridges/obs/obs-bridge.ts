import { Emitter, err, Fault, type Result } from '#shared/kernel/index.ts';
import type { ComponentContext, MetricReading } from '#core/component.ts';
import { unknownObsState, type ObsBridge, type ObsState } from '#main/bridges/ports/index.ts';
import { parseObsAddress } from './obs-address.ts';
import { neverFound, notConnected, type ObsSubject } from './obs-faults.ts';
import { openObsSession, type ObsSession } from './obs-session.ts';
import { defaultObsLimits, type ObsLimits } from './obs-limits.ts';

/** Address of one OBS from the settings or the rehearsal. */
export interface ObsPlace {
  /** `ws://HOST:PORT` or `wss://…`. */
  readonly address: string;
  /**
   * True when the address is the default and not a choice: an OBS that was never found there counts as not
   * set up, not as down.
   */
  readonly assumed?: boolean;
}

export interface ObsBridgeOptions {
  /** Name for people: "OBS", or "OBS (stage left)" when there are several. */
  readonly title?: string;
  /** Reads the address for each connection. Throws a fault while there is none. */
  readonly readPlace: () => ObsPlace | Promise<ObsPlace>;
  /** Reads the password for each connection attempt; null when none is set. The bridge does not store it. */
  readonly readPassword: () => Promise<string | null>;
  /** Settings section of this connection, for the buttons of its faults. */
  readonly settingsPath?: string;
  readonly limits?: Partial<ObsLimits>;
}

/**
 * Creates the bridge to one OBS. Each run is one connection to the address read at its start. The bridge
 * calls `context.fail` as soon as the socket closes or OBS stops answering, and the supervisor then starts
 * the next run.
 */
export const createObsBridge = (options: ObsBridgeOptions): ObsBridge => {
  const limits = { ...defaultObsLimits, ...options.limits };
  const about = { title: options.title ?? 'OBS', settingsPath: options.settingsPath ?? 'obs' };
  let subject: ObsSubject = { ...about, address: '' };
  let session: ObsSession | undefined;
  let lastProblem: Fault | undefined;
  /** The address at which OBS was last found. */
  let metAt: string | undefined;
  const listeners = new Emitter();
  const notifyState = (): void => {
    listeners.emit();
  };

  const initialize = async (context: ComponentContext): Promise<void> => {
    const place = await options.readPlace();
    const { address, subject: here } = parseObsAddress(place.address, about);
    if (here.address !== subject.address) lastProblem = undefined;
    subject = here;
    if (!address.ok) throw address.error;
    context.scope.defer('OBS connection', () => {
      session = undefined;
      notifyState();
    });
    const password = (await options.readPassword()) || null;
    context.signal.throwIfAborted();
    try {
      session = await openObsSession({
        context,
        subject,
        address: address.value,
        password,
        limits,
        onState: notifyState,
      });
      notifyState();
      metAt = place.address;
      lastProblem = undefined;
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      const isNew = place.assumed === true && metAt !== place.address && password === null;
      const fault = isNew && thrown.code === 'obs.unreachable' ? neverFound(subject, thrown) : thrown;
      lastProblem = fault;
      if (!fault.notSetUp) claimFailedStart(context, fault);
      throw fault;
    }
  };

  const state = (): ObsState => session?.tracker.state ?? unknownObsState;
  const whenConnected = <T>(
    run: (session: ObsSession) => Promise<Result<T, Fault>>,
  ): Promise<Result<T, Fault>> => (session ? run(session) : Promise.resolve(err(notConnected(subject))));

  return {
    get state() {
      return state();
    },
    initialize,
    getStatus: () =>
      session?.status() ?? {
        connected: false,
        address: subject.address === '' ? null : subject.address,
        problem: lastProblem?.message ?? null,
      },
    getHealth: async () =>
      (await session?.probe()) ?? [
        {
          type: 'Connected',
          status: 'false',
          reason: 'NotConnected',
          message: lastProblem?.message ?? notConnected(subject).message,
        },
      ],
    getFact: () => describeInAFewWords(state()),
    getMetrics: () => readMetrics(state()),
    setScene: (scene) => whenConnected(({ commands }) => commands.setScene(scene)),
    setStreaming: (on) => whenConnected(({ commands }) => commands.setStreaming(on)),
    setRecording: (on) => whenConnected(({ commands }) => commands.setRecording(on)),
    onState: (listener) => listeners.on(listener),
    setSourceVisible: (place, visible) =>
      whenConnected(({ commands }) => commands.setSourceVisible(place, visible)),
    isSourceVisible: (place) => whenConnected(({ commands }) => commands.isSourceVisible(place)),
    isMuted: (input) => whenConnected(({ commands }) => commands.isMuted(input)),
    setMuted: (input, muted) => whenConnected(({ commands }) => commands.setMuted(input, muted)),
    setVolume: (input, volumeDb) => whenConnected(({ commands }) => commands.setVolume(input, volumeDb)),
    setReplayBuffer: (on) => whenConnected(({ commands }) => commands.setReplayBuffer(on)),
    saveReplay: () => whenConnected(({ commands }) => commands.saveReplay()),
    setVirtualCamera: (on) => whenConnected(({ commands }) => commands.setVirtualCamera(on)),
    takeScreenshot: (width) => whenConnected(({ commands }) => commands.takeScreenshot(width)),
    sendCaption: (text) => whenConnected(({ commands }) => commands.sendCaption(text)),
  };
};

const claimFailedStart = (context: ComponentContext, fault: Fault): void => {
  context.setCondition({
    type: 'Connected',
    status: 'false',
    reason: fault.code === 'obs.unreachable' ? 'Unreachable' : 'Refused',
    message: fault.message,
  });
  if (fault.kind === 'authentication') {
    context.setCondition({
      type: 'Authenticated',
      status: 'false',
      reason: fault.code === 'obs.password-missing' ? 'PasswordMissing' : 'PasswordRefused',
      message: fault.message,
    });
  }
};

const describeInAFewWords = ({ stats, streaming, recording }: ObsState): string | null => {
  if (!stats) return null;
  const words = [`${stats.fps.toFixed(1)} fps`];
  if (stats.droppedFramesPercent !== null) words.push(`${stats.droppedFramesPercent.toFixed(1)} % dropped`);
  if (streaming === 'on') words.push('streaming');
  else if (streaming !== 'off' && streaming !== null) words.push(`stream ${streaming}`);
  if (recording === 'on') words.push('recording');
  else if (recording === 'paused') words.push('recording paused');
  return words.join(' · ');
};

const readMetrics = ({ stats }: ObsState): readonly MetricReading[] => [
  { name: 'fps', unit: 'fps', value: stats?.fps ?? null },
  { name: 'droppedFramesPercent', unit: '%', value: stats?.droppedFramesPercent ?? null },
  { name: 'bitrateKbps', unit: 'kbit/s', value: stats?.bitrateKbps ?? null },
  { name: 'latencyMs', unit: 'ms', value: stats?.latencyMs ?? null },
  { name: 'cpuPercent', unit: '%', value: stats?.cpuPercent ?? null },
];
