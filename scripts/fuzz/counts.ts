/** Outcome of one message, as its sender sees it. */
export type FuzzOutcome =
  /** Answered with success. */
  | 'accepted'
  /** Answered with an error of the caller, or the connection was closed. */
  | 'refused'
  /** Neither answered nor a reason to close, such as the cancellation of a call that is over. */
  | 'ignored'
  /** Answered with an internal error. */
  | 'failed'
  /** A call without an answer. */
  | 'unanswered';

/** The outcomes of one channel. */
export class ChannelCounts {
  readonly outcomes: Record<FuzzOutcome, number> = {
    accepted: 0,
    refused: 0,
    ignored: 0,
    failed: 0,
    unanswered: 0,
  };
  /** Messages by kind. */
  readonly kinds = new Map<string, number>();
  /** Examples of messages that failed or stayed unanswered, cut to a length for people. */
  readonly examples: string[] = [];

  add(kind: string, outcome: FuzzOutcome, message: string): void {
    this.outcomes[outcome] += 1;
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if ((outcome === 'failed' || outcome === 'unanswered') && this.examples.length < 5)
      this.examples.push(`${outcome}: ${message.slice(0, 300)}`);
  }

  get messages(): number {
    return Object.values(this.outcomes).reduce((sum, count) => sum + count, 0);
  }
}
