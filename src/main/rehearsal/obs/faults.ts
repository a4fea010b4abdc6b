import type { JsonObject } from '#shared/kernel/index.ts';
import type { DeliveryFaults } from '../delivery.ts';

/** What is switched on of the ways in which the rehearsal server can misbehave. Read by its sessions. */
export interface FaultSwitches {
  sayingHello: boolean;
  /** Accepts and reads, but sends nothing: what a frozen program and a cut cable look like. */
  hanging: boolean;
  answerDelayMs: number;
  /** Takes no password, not even the right one, as after somebody changed it. */
  refusingPasswords: boolean;
  readonly delivery: DeliveryFaults;
  rpcVersion: number;
  /** Answers to give instead of the true ones, by request type. */
  readonly answers: Map<string, JsonObject>;
}

/** Ways in which the rehearsal server can misbehave, as OBS and networks do. */
export interface ObsFaults {
  /** Off: new connections are accepted and get no greeting. */
  sayHello(on: boolean): void;
  /** Off: nothing is sent any more, the sockets stay open. On again: goes on with what arrived meanwhile. */
  answer(on: boolean): void;
  /** Each request waits this long from now on. */
  delayAnswers(ms: number): void;
  /** How what OBS sends reaches a client; what it announces of its own accord is its events. */
  readonly delivery: DeliveryFaults;
  /** On: the password is another one from now on. Sessions that are open stay. */
  refusePasswords(on: boolean): void;
  /** Closes all sessions with 4011, as "kick" in OBS does. */
  kick(): void;
  /** Closes all sessions with this WebSocket code. */
  close(code: number): void;
  /** Cuts all sockets without a closing handshake, as a crash does. */
  drop(): void;
  /** Cuts all sockets and closes the port, as when OBS is closed. */
  goDown(): Promise<void>;
  /** Listens again, on the same port. */
  comeBack(): Promise<void>;
  /** Speaks another protocol revision from now on. */
  speakRpcVersion(version: number): void;
  /** Gives this answer to a request from now on, whatever it is worth; null takes that back. */
  answerWith(requestType: string, data: JsonObject | null): void;
  /** Writes to all clients, behind the protocol's back. */
  sendRaw(frame: string | Buffer): void;
  /** The next StartStream ends as one without an ingest server does. */
  failNextStream(): void;
  /** The running stream loses its ingest server; told once per call, as OBS does per attempt. */
  interruptStream(): void;
  restoreStream(): void;
  /** Changes the scene collection, during which every request is refused as not ready. */
  changeSceneCollection(scenes: readonly string[], durationMs: number): void;
  /** Changes to a profile with or without a replay buffer. */
  changeProfile(profile: { readonly replayBuffer: boolean }): void;
  /** Puts a virtual camera on the machine, or takes it away. */
  installVirtualCamera(installed: boolean): void;
}
