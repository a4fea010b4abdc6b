/**
 * Says how much of what is kept a search covers; empty when that is all.
 *
 * @param indexed The share that is indexed, 0 to 1.
 */
export const indexingWords = (what: 'events' | 'messages', indexed: number): string =>
  indexed < 1 ? `Older ${what} are still being indexed: ${Math.floor(indexed * 100)} % are searched.` : '';
