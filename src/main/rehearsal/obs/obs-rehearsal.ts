import { Scope, type Clock, type RandomSource } from '#shared/kernel/index.ts';
import type { ObsRehearsal } from '#main/rehearsal/platform-ports.ts';
import { createDeliveryFaults } from '../delivery.ts';
import { loopbackHost } from '../loopback-server.ts';
import type { FaultSwitches, ObsFaults } from './obs-server-faults.ts';
import { ObsListener } from './obs-listener.ts';
import { closeCodes, rpcVersion } from './obs-protocol.ts';
import { openSession, type Session } from './obs-session.ts';
import { createStudio, defaultScenes, type Studio } from './studio.ts';

export interface ObsRehearsalOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The port; 0, the default, takes any free port. */
  readonly port?: number;
  /** The password; an empty string requires none. */
  readonly password: string;
  /** Scene names, top first. The first scene is on program. */
  readonly scenes?: readonly string[];
  /** Called with true or false at each step of the stream. */
  readonly onStreaming?: (on: boolean) => void;
}

export interface ObsRehearsalServer extends ObsRehearsal {
  readonly faults: ObsFaults;
  /** Number of clients that have identified themselves. */
  readonly connections: number;
  readonly scenes: readonly string[];
  readonly currentScene: string;
  /**
   * Puts sources into a new group in a scene, as a person does in the OBS window; the protocol has no request
   * for it. A missing source is created as a colour.
   */
  groupSources(scene: string, group: string, sources: readonly string[]): void;
  /** The captions sent with the stream, newest last. */
  readonly captions: readonly string[];
}

/**
 * Starts a server that speaks obs-websocket 5 over a simulated studio, on loopback. All clients share one
 * studio: each change is announced to the other clients. Resolves when the server listens.
 */
export const createObsRehearsal = async (options: ObsRehearsalOptions): Promise<ObsRehearsalServer> => {
  const { clock, random, password } = options;
  const scope = new Scope('OBS rehearsal');
  const sessions = new Set<Session>();
  const switches: FaultSwitches = {
    sayingHello: true,
    hanging: false,
    answerDelayMs: 0,
    refusingPasswords: false,
    delivery: createDeliveryFaults(),
    rpcVersion,
    answers: new Map(),
  };
  const studio = createStudio({
    clock,
    random,
    scope,
    scenes: options.scenes ?? defaultScenes,
    announce: (event) => {
      if (event.type === 'StreamStateChanged') options.onStreaming?.(studio.stream.active);
      for (const session of sessions) session.announce(event);
    },
  });

  const listener = new ObsListener({
    onClient: (socket) => {
      const sessionScope = scope.child('session');
      const session = openSession({ socket, studio, password, clock, random, switches, scope: sessionScope });
      sessions.add(session);
      socket.on('close', () => {
        sessions.delete(session);
        void sessionScope.close();
      });
    },
    dropClients: () => {
      for (const session of sessions) session.drop();
    },
  });
  await listener.start(options.port ?? 0);
  scope.defer('OBS rehearsal server', () => listener.close());

  return {
    url: `ws://${loopbackHost}:${listener.port}`,
    password,
    faults: createFaults({ switches, sessions, studio, listener }),
    get connections() {
      return [...sessions].filter((session) => session.identified).length;
    },
    get scenes() {
      return studio.scenes.names;
    },
    get currentScene() {
      return studio.scenes.current;
    },
    get captions() {
      return studio.captions;
    },
    groupSources: (scene, group, sources) => groupSources(studio, scene, group, sources),
    setScene: (name) => studio.scenes.show(name),
    setStreaming: (on) => (on ? studio.stream.start() : studio.stream.stop()),
    setRecording: (on) => (on ? studio.record.start() : studio.record.stop()),
    setDropRate: (share) => studio.stats.setDropRate(share),
    setBitrate: (kbps) => studio.stats.setBitrate(kbps),
    [Symbol.asyncDispose]: async () => {
      await scope.close();
    },
  };
};

const groupSources = (studio: Studio, scene: string, group: string, sources: readonly string[]): void => {
  const { scenes, inputs } = studio;
  const itemIds = sources.map((source) => {
    if (!inputs.find(source)) inputs.add(source, 'color_source_v3');
    const item = scenes.items(scene).find((each) => each.source === source);
    return item?.id ?? scenes.addItem(scene, source, true);
  });
  scenes.group(scene, group, itemIds);
};

const createFaults = (rehearsal: {
  readonly switches: FaultSwitches;
  readonly sessions: ReadonlySet<Session>;
  readonly studio: Studio;
  readonly listener: ObsListener;
}): ObsFaults => {
  const { switches, sessions, studio, listener } = rehearsal;
  return {
    sayHello: (on) => {
      switches.sayingHello = on;
    },
    answer: (on) => {
      switches.hanging = !on;
      if (on) for (const session of sessions) session.resume();
    },
    delayAnswers: (ms) => {
      switches.answerDelayMs = ms;
    },
    delivery: switches.delivery,
    refusePasswords: (on) => {
      switches.refusingPasswords = on;
    },
    close: (code) => {
      for (const session of sessions) session.close(code, 'Closed on purpose.');
    },
    kick: () => {
      for (const session of sessions) {
        session.close(closeCodes.sessionInvalidated, 'Your session has been invalidated.');
      }
    },
    drop: () => {
      for (const session of sessions) session.drop();
    },
    goDown: () => {
      for (const session of sessions) session.drop();
      return listener.close();
    },
    comeBack: () => listener.reopen(),
    speakRpcVersion: (version) => {
      switches.rpcVersion = version;
    },
    answerWith: (requestType, data) => {
      if (data === null) switches.answers.delete(requestType);
      else switches.answers.set(requestType, data);
    },
    sendRaw: (frame) => {
      for (const session of sessions) session.sendRaw(frame);
    },
    failNextStream: () => studio.stream.failNextStart(),
    interruptStream: () => studio.stream.interrupt(),
    restoreStream: () => studio.stream.restore(),
    changeSceneCollection: (scenes, durationMs) => studio.changeCollection(scenes, durationMs),
    changeProfile: (profile) => studio.changeProfile(profile),
    installVirtualCamera: (installed) => studio.installVirtualCamera(installed),
  };
};
