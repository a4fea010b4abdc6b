/** One block of release notes. */
export interface NotesBlock {
  readonly kind: 'heading' | 'item' | 'text';
  readonly text: string;
}

/** Removes the marks of emphasis, code and links. Links lose their address, since nothing may open it. */
const plain = (text: string): string =>
  text
    .replaceAll(/\[(?<label>[^\]]*)\]\([^)]*\)/g, '$<label>')
    .replaceAll(/\*\*(?<strong>[^*]+)\*\*/g, '$<strong>')
    .replaceAll(/\*(?<weak>[^*]+)\*/g, '$<weak>')
    .replaceAll('`', '');

/**
 * Divides release notes into headings, list items and paragraphs. Reads the Markdown that changelogs use, and
 * leaves everything else as text.
 *
 * @example
 * ```ts
 * readNotes('### Fixed\n- **Chat** reconnects\n  after sleep.');
 * // => [{ kind: 'heading', text: 'Fixed' }, { kind: 'item', text: 'Chat reconnects after sleep.' }]
 * ```
 */
export const readNotes = (markdown: string): readonly NotesBlock[] => {
  const blocks: { kind: NotesBlock['kind']; text: string; isOpen: boolean }[] = [];
  for (const line of markdown.split('\n')) {
    const last = blocks.at(-1);
    const heading = /^#{1,6} (?<text>.+)$/.exec(line)?.groups?.['text'];
    const item = /^\s*[-*] (?<text>.+)$/.exec(line)?.groups?.['text'];
    if (line.trim() === '') {
      if (last) last.isOpen = false;
    } else if (heading !== undefined) blocks.push({ kind: 'heading', text: heading, isOpen: false });
    else if (item !== undefined) blocks.push({ kind: 'item', text: item, isOpen: true });
    else if (last?.isOpen) last.text += ` ${line.trim()}`;
    else blocks.push({ kind: 'text', text: line.trim(), isOpen: true });
  }
  return blocks.map(({ kind, text }) => ({ kind, text: plain(text) }));
};
