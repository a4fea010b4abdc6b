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

/** The contract ready to be given handlers. Inputs are always validated; outputs where a mistake should be found. */
export const createImplementer = (validateOutputs: boolean) =>
  implement(contract)
    .$config(validateOutputs ? {} : { initialOutputValidationIndex: Number.NaN })
    .$context<CallContext>();
type Implementer = ReturnType<typeof createImplementer>;

/** What runs here, as the host knows it. */
export interface Versions {
  readonly version: string;
  readonly node: string;
  readonly electron: string | null;
}

/** What the handlers are made with. */
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
  /** Runs a stream for one subscriber: paced, and ended by the caller, the connection or the gateway's close. */
  readonly subscribe: <Frame extends { epoch: string; seq: number }>(
    reader: FrameReader<Frame>,
    call: { readonly signal?: AbortSignal | undefined },
  ) => AsyncGenerator<Frame, void, void>;
}

/**
 * Frames that carry their place as the event's id, so that a plain server-sent-events client that comes back with
 * `Last-Event-ID` resumes too.
 */
async function* withPlaces<Frame extends { epoch: string; seq: number }>(
  frames: AsyncGenerator<Frame, void, void>,
): AsyncGenerator<Frame, void, void> {
  for await (const frame of frames) yield withEventMeta(frame, { id: `${frame.epoch}/${frame.seq}` });
}

/** Where to go on: what the caller says, else what its `Last-Event-ID` says. */
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
