import { formatExact, formatSpan } from './format.ts';

/** Epoch milliseconds between 2001 and 2286: any other number under such a name is none. */
const isInstant = (value: number): boolean => value >= 1e12 && value < 1e13;

/**
 * A plain value that a part or an event tells under a name, for people: `startedAt` as a local time, `latencyMs` as a span.
 * Null for what is not plain: nothing, a list, an object.
 */
export const plainFact = (name: string, value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return null;
  if (/(?:^at|At|^since|^until)$/.test(name) && isInstant(value)) return formatExact(value);
  return /(?:^ms|Ms)$/.test(name) && value >= 0 ? formatSpan(value) : String(value);
};
