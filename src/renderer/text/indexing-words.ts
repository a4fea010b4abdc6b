/**
 * Returns a note about the share of stored items that a search covers; empty for a complete index.
 *
 * @param indexed The share that is indexed, 0 to 1.
 */
export const indexingWords = (what: 'events' | 'messages', indexed: number): string =>
  indexed < 1 ? `Older ${what} are still being indexed: ${Math.floor(indexed * 100)} % are searched.` : '';
