/**
 * Cuts a text into pieces of at most `limit` UTF-16 units, at word boundaries where there are any, never inside a
 * character that people see as one. An empty text gives no pieces.
 */
export const splitText = (text: string, limit: number): string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.trim().split(/\s+/u)) {
    if (word === '') continue;
    const joined = piece === '' ? word : `${piece} ${word}`;
    if (joined.length <= limit) {
      piece = joined;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
    for (const part of cutLongWord(word, limit)) {
      if (piece !== '') pieces.push(piece);
      piece = part;
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
};

const cutLongWord = (word: string, limit: number): string[] => {
  if (word.length <= limit) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    if (part.length + segment.length > limit && part !== '') {
      parts.push(part);
      part = '';
    }
    // One character made of more units than the limit (a pile of combining marks) is cut hard: it has to go somewhere.
    part += segment.slice(0, limit);
  }
  if (part !== '') parts.push(part);
  return parts;
};
