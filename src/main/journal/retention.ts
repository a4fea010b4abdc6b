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
