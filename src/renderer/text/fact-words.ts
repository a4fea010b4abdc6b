import { formatExact, formatSpan } from './format.ts';

/** True for epoch milliseconds between 2001 and 2286. Any other number under such a name is no instant. */
const isInstant = (value: number): boolean => value >= 1e12 && value < 1e13;

/**
 * Returns a plain value of a component or an event in words: `startedAt` as a local time, `latencyMs` as a
 * span. Null for a list, an object or nothing.
 */
export const plainFact = (name: string, value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return null;
  if (/(?:^at|At|^since|^until)$/.test(name) && isInstant(value)) return formatExact(value);
  return /(?:^ms|Ms)$/.test(name) && value >= 0 ? formatSpan(value) : String(value);
};
