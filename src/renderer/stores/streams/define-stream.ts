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

/** The tools for creating the stores of streams. */
export interface StreamTools {
  readonly clock: Clock;
}

/** A stream of the host: its store and its rules. */
export interface StreamDefinition<Frame extends NumberedFrame, State> {
  /** Creates the store that the frames feed. */
  readonly create: (tools: StreamTools) => StoreApi<State>;
  readonly watch: (
    client: CuelightClient,
  ) => (
    input: { readonly resume: Resume },
    options: { readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<Frame>>;
  readonly apply: (state: State, frame: Frame) => void;
  /**
   * Creates the first frame from a diagnostic bundle; null when the bundle lacks the subject, so that the
   * stream stays silent.
   */
  readonly inFile: (content: DiagnosticBundle) => Unnumbered<Frame> | null;
  /**
   * Reads the data outside the stream whenever the stream starts. The page that shows the data reports a
   * failure.
   */
  readonly read?: (client: CuelightClient, state: State, signal: AbortSignal) => Promise<void>;
  /**
   * Records missed frames before the next frame is applied. A gap then counts as the possible deletion of a
   * viewer. A stream without this function starts over with a snapshot after a gap.
   */
  readonly noteGap?: (state: State) => void;
  /** Returns the events in a frame, which report the deletion of viewers. */
  readonly eventsIn?: (frame: Frame) => readonly EventRecord[];
  /**
   * Drops everything that may be about a deleted viewer. `heard` is false when the deletion may be among the
   * missed frames.
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
