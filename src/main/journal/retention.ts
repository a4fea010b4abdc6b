/** How long what happened is kept. What is over either limit goes, oldest first. */
export interface RetentionPolicy {
  readonly eventDays: number;
  readonly eventRows: number;
  readonly chatDays: number;
  readonly chatRows: number;
  readonly transitionDays: number;
  /** Commands, pipeline runs, outages and incidents. */
  readonly recordDays: number;
  readonly rollupDays: number;
}

/** What a clean-up may do now. */
export interface CleanUpPermit {
  /** The time by which rows are old; null while the time is not sure, and then nothing goes by its age. */
  readonly ageNow: number | null;
}
