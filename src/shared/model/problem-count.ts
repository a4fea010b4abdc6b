import type { Verdict } from './component.ts';

/**
 * Returns the number of problems, which is the number of root causes: the one count that the window, the
 * docks, the tray, chat and the API show. A verdict stored by an earlier version lists no problems, only its
 * root cause.
 */
export const problemCount = ({ problems, causeId }: Pick<Verdict, 'problems' | 'causeId'>): number =>
  problems.length > 0 || causeId === null ? problems.length : 1;

/** Returns the count in words: "No problems", "1 problem", "3 problems". */
export const problemCountWords = (count: number): string =>
  count === 0 ? 'No problems' : `${count} ${count === 1 ? 'problem' : 'problems'}`;
