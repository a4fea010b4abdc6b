import { z } from 'zod';
import { declareSection } from '#core/index.ts';

/** The highest number written to each store. */
export interface Counters {
  readonly event: number;
  readonly chat: number;
  readonly settings: number;
  readonly vault: number;
}

export const counterNames = ['event', 'chat', 'settings', 'vault'] as const;

export const counterSection = declareSection({
  path: 'crash-test',
  title: 'Crash test',
  description: 'A number that only grows.',
  schema: z.object({ counter: z.number().int().min(0).default(0).meta({ title: 'Counter' }) }),
});

export const secretName = 'crash-test';
export const secretValue = (number: number): string => `secret-number-${number}`;
export const secretNumber = (value: string | null): number =>
  value === null ? 0 : Number(/^secret-number-(\d+)$/.exec(value)?.[1] ?? Number.NaN);
