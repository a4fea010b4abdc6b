/**
 * The share of a 64 KB message that is available for a document. All settings at their longest take less than
 * half.
 */
const mostDocumentBytes = 58_000;

/**
 * Returns true when a document can be sent for import. It takes more room in a message than in its file:
 * quotes and line ends count twice.
 */
export const fitsInMessage = (content: string): boolean =>
  content.length <= mostDocumentBytes &&
  new TextEncoder().encode(JSON.stringify(content)).length <= mostDocumentBytes;
