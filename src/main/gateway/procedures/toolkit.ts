import { implement, withEventMeta } from '@orpc/server';
import type { Clock, IdSource } from '#shared/kernel/index.ts';
import {
  contract,
  type ChatFrame,
  type EventsFrame,
  type MetricsFrame,
  type ObsFrame,
  type RehearsalFrame,
  type Resume,
  type SystemFrame,
} from '#shared/contract/index.ts';
import type { CallContext } from '../call-context.ts';
import type { GatewayPorts } from '../ports/index.ts';
import type { FrameReader, Stream } from '../streams/frame-stream.ts';
import { pacedFrames } from '../streams/paced-frames.ts';

/**
 * Returns the contract, ready for handlers. Inputs are always validated; outputs only in development and in
 * tests.
 */
export const createImplementer = (validateOutputs: boolean) =>
  implement(contract)
    .$config(validateOutputs ? {} : { initialOutputValidationIndex: Number.NaN })
    .$context<CallContext>();
type Implementer = ReturnType<typeof createImplementer>;

/** The versions of the running program, as the host knows them. */
export interface Versions {
  readonly version: string;
  readonly node: string;
  readonly electron: string | null;
}

/** The dependencies of the handlers. */
export interface Toolkit {
  readonly os: Implementer;
  readonly ports: GatewayPorts;
  readonly ids: IdSource;
  readonly versions: Versions;
  readonly streams: {
    readonly system: Stream<SystemFrame>;
    readonly events: Stream<EventsFrame>;
    readonly chat: Stream<ChatFrame>;
    readonly metrics: Stream<MetricsFrame>;
    readonly obs: Stream<ObsFrame>;
    readonly rehearsal: Stream<RehearsalFrame>;
  };
  /**
   * Runs a stream for one subscriber. It is paced, and ends with the caller, the connection or the gateway.
   */
  readonly subscribe: <Frame extends { epoch: string; seq: number }>(
    reader: FrameReader<Frame>,
    call: { readonly signal?: AbortSignal | undefined },
  ) => AsyncGenerator<Frame, void, void>;
}

/**
 * Adds each frame's position as the event id, so that a plain server-sent-events client that reconnects with
 * `Last-Event-ID` resumes too.
 */
async function* withPlaces<Frame extends { epoch: string; seq: number }>(
  frames: AsyncGenerator<Frame, void, void>,
): AsyncGenerator<Frame, void, void> {
  for await (const frame of frames) yield withEventMeta(frame, { id: `${frame.epoch}/${frame.seq}` });
}

/** Returns the position to resume from: the caller's, else that of its `Last-Event-ID`. */
export const resumeOf = (resume: Resume, lastEventId: string | undefined): Resume => {
  if (resume !== undefined || lastEventId === undefined) return resume;
  const separator = lastEventId.lastIndexOf('/');
  const after = Number(lastEventId.slice(separator + 1));
  return separator > 0 && Number.isInteger(after)
    ? { epoch: lastEventId.slice(0, separator), after }
    : undefined;
};

export const createSubscribe =
  (clock: Clock, closed: AbortSignal): Toolkit['subscribe'] =>
  (reader, call) =>
    withPlaces(pacedFrames(reader, clock, call.signal ? AbortSignal.any([call.signal, closed]) : closed));
