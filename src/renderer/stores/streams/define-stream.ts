import type { StoreApi } from 'zustand/vanilla';
import type { Resume } from '#shared/contract/index.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { EventRecord, DiagnosticBundle } from '#shared/model/index.ts';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import type { NumberedFrame } from '../../client/follow-stream.ts';

/** The subjects of the contract that have a stream. */
export type StreamName = {
  [Name in keyof CuelightClient]: CuelightClient[Name] extends { readonly watch: unknown } ? Name : never;
}[keyof CuelightClient];

/** A frame of the stream of a subject. */
export type FrameOf<Name extends StreamName> = CuelightClient[Name] extends {
  readonly watch: (...asked: never[]) => Promise<AsyncIterable<infer Frame extends NumberedFrame>>;
}
  ? Frame
  : never;

type Unnumbered<Frame> = Frame extends unknown ? Omit<Frame, 'epoch' | 'seq'> : never;

/** The tools that stores of streams are made with. */
export interface StreamTools {
  readonly clock: Clock;
}

/** One stream of the host: its store, and everything that is done for it. */
export interface StreamDefinition<Frame extends NumberedFrame, State> {
  /** Makes the store that the frames feed. */
  readonly create: (tools: StreamTools) => StoreApi<State>;
  readonly watch: (
    client: CuelightClient,
  ) => (
    input: { readonly resume: Resume },
    options: { readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<Frame>>;
  readonly apply: (state: State, frame: Frame) => void;
  /**
   * Builds the first frame from a diagnostic bundle; null when the bundle lacks the subject, which keeps the
   * stream silent.
   */
  readonly inFile: (content: DiagnosticBundle) => Unnumbered<Frame> | null;
  /**
   * Reads what the stream doesn't bring, each time that it is followed anew. A failure is left to the page
   * that shows it.
   */
  readonly read?: (client: CuelightClient, state: State, signal: AbortSignal) => Promise<void>;
  /**
   * Notes that frames were missed, before the next is applied. With it, a gap counts as a deletion of a
   * viewer that this window did not hear of. Streams without it start over with a snapshot after a gap.
   */
  readonly noteGap?: (state: State) => void;
  /** The events among a frame: a deletion of a viewer is heard from them. */
  readonly eventsIn?: (frame: Frame) => readonly EventRecord[];
  /**
   * Lets go of what may be of a deleted viewer. `heard` is false when the deletion may be among the missed
   * frames.
   */
  readonly forgetViewers?: (state: State, heard: boolean) => void;
  /** True when the stream starts over with a snapshot after {@link forgetViewers}. */
  readonly startsOver?: boolean;
}

/** Declares a stream, whose store applies the frames itself. */
export const defineStream = <
  Frame extends NumberedFrame,
  State extends { readonly apply: (frame: Frame) => void },
>(
  definition: Omit<StreamDefinition<Frame, State>, 'apply'>,
): StreamDefinition<Frame, State> => ({ ...definition, apply: (state, frame) => state.apply(frame) });
