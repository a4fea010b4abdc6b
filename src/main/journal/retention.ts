/** Limits by age and by number of rows. Rows beyond either limit are deleted, oldest first. */
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

/** Permission for a clean-up. */
export interface CleanUpPermit {
  /**
   * The current time, from which ages are computed. Null while the time is in doubt; then nothing is deleted
   * by age.
   */
  readonly ageNow: number | null;
}
