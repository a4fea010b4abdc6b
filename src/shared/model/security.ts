import { z } from 'zod';

/** Results of a security item, in the order of a list: problems first. */
export const securityOutcomes = ['failed', 'unknown', 'proved', 'not-applicable'] as const;
export type SecurityOutcome = (typeof securityOutcomes)[number];

/** The items of Electron's security checklist, in its order and with its numbers. */
export const securityItems = [
  { number: 1, title: 'Pages load only secure content' },
  { number: 2, title: 'Pages have no Node.js' },
  { number: 3, title: 'Pages are isolated from the preload script' },
  { number: 4, title: 'Pages run in a sandbox' },
  { number: 5, title: 'Permission requests are refused' },
  { number: 6, title: 'Web security is on' },
  { number: 7, title: 'Pages have a content security policy' },
  { number: 8, title: 'Insecure content is blocked' },
  { number: 9, title: 'Experimental features are off' },
  { number: 10, title: 'Blink features are unchanged' },
  { number: 11, title: 'Web views are off' },
  { number: 12, title: 'New web views are refused' },
  { number: 13, title: 'Pages cannot navigate elsewhere' },
  { number: 14, title: 'Pages cannot open windows' },
  { number: 15, title: 'Only listed sites open in the browser' },
  { number: 16, title: 'The Electron version is supported' },
  { number: 17, title: 'Senders of messages are checked' },
  { number: 18, title: 'Pages come from Cuelight’s own protocol' },
  { number: 19, title: 'Fuses of the program are set' },
  { number: 20, title: 'Pages cannot reach Electron' },
] as const;

/** Number of the item about the version. It asks for an update and is no missing guard. */
export const versionItem = 16;

const securityItemSchema = z.object({
  /** Number in Electron's security checklist. */
  number: z.number().int().min(1).max(securityItems.length),
  title: z.string(),
  outcome: z.enum(securityOutcomes),
  /** A sentence about the trial and its result. */
  evidence: z.string(),
});
export type SecurityItem = z.infer<typeof securityItemSchema>;

/** The last check of the running program against the checklist. */
export const securityReportSchema = z.object({
  /** Time of the check; null when none has run yet, and then there are no items. */
  checkedAt: z.number().nullable(),
  items: z.array(securityItemSchema),
});
export type SecurityReport = z.infer<typeof securityReportSchema>;

/** Sorts items for a list: problems first, then by number. */
export const problemsFirst = (items: readonly SecurityItem[]): readonly SecurityItem[] =>
  items.toSorted(
    (one, other) =>
      securityOutcomes.indexOf(one.outcome) - securityOutcomes.indexOf(other.outcome) ||
      one.number - other.number,
  );
