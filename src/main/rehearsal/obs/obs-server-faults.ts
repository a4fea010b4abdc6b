import type { JsonObject } from '#shared/kernel/index.ts';
import type { DeliveryFaults } from '../delivery.ts';

/** The active faults of the rehearsal server, which its sessions read. */
export interface FaultSwitches {
  sayingHello: boolean;
  /** Accepts and reads, but sends nothing, like a frozen program or a cut cable. */
  hanging: boolean;
  answerDelayMs: number;
  /** Refuses every password, even the right one, as after somebody changed it. */
  refusingPasswords: boolean;
  readonly delivery: DeliveryFaults;
  rpcVersion: number;
  /** Answers that replace the real ones, by request type. */
  readonly answers: Map<string, JsonObject>;
}

/** Faults of the rehearsal server, as OBS and networks have them. */
export interface ObsFaults {
  /** Greets new connections or not. While off, connections are accepted but get no greeting. */
  sayHello(on: boolean): void;
  /**
   * Answers or not. While off, nothing is sent and the sockets stay open. Once on, continues with the
   * messages that arrived meanwhile.
   */
  answer(on: boolean): void;
  /** Delays the answer to each request. */
  delayAnswers(ms: number): void;
  /** Delivery of frames to a client. Whatever OBS announces unasked counts as an event. */
  readonly delivery: DeliveryFaults;
  /** Refuses all passwords while on. Open sessions stay. */
  refusePasswords(on: boolean): void;
  /** Closes all sessions with 4011, as "kick" in OBS does. */
  kick(): void;
  /** Closes all sessions with this WebSocket code. */
  close(code: number): void;
  /** Drops all sockets without a closing handshake, as a crash does. */
  drop(): void;
  /** Drops all sockets and closes the port, as when OBS is closed. */
  goDown(): Promise<void>;
  /** Listens again on the same port. */
  comeBack(): Promise<void>;
  /** Switches to another protocol revision. */
  speakRpcVersion(version: number): void;
  /** Answers requests of a type with this data, valid or not; null restores the real answers. */
  answerWith(requestType: string, data: JsonObject | null): void;
  /** Sends a frame to all clients unchanged, outside of the protocol. */
  sendRaw(frame: string | Buffer): void;
  /** Makes the next StartStream end as one without an ingest server does. */
  failNextStream(): void;
  /** Takes the ingest server from the running stream. Announced once per call, as OBS does per attempt. */
  interruptStream(): void;
  restoreStream(): void;
  /** Changes the scene collection. During the change, every request is refused as not ready. */
  changeSceneCollection(scenes: readonly string[], durationMs: number): void;
  /** Changes to a profile with or without a replay buffer. */
  changeProfile(profile: { readonly replayBuffer: boolean }): void;
  /** Installs or removes a virtual camera. */
  installVirtualCamera(installed: boolean): void;
}
