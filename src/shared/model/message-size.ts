/** Of the 64 KB of a message, so much is left for a document. All settings at their longest take less than half of it. */
const mostDocumentBytes = 58_000;

/** Whether a document can be sent to be taken over. In a message it takes more room than in its file: quotes and line ends count twice. */
export const fitsInMessage = (content: string): boolean =>
  content.length <= mostDocumentBytes &&
  new TextEncoder().encode(JSON.stringify(content)).length <= mostDocumentBytes;
