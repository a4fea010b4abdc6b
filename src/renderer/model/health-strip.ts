import type { HealthLevel } from '#shared/model/index.ts';

/** One cell of a strip; `null` means that nobody observed it. */
export interface StripCell {
  readonly from: number;
  readonly to: number;
  readonly level: HealthLevel | null;
}
