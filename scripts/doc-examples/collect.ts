import { parseSync } from 'oxc-parser';

/** An example in a document: a fenced block of TypeScript. */
export interface Example {
  /** Path from the project's root. */
  readonly file: string;
  /** The first line of the code, counted from 1. */
  readonly line: number;
  /** The subject: the name declared below the docstring; on a page, the heading above the example. */
  readonly subject: string;
  readonly code: string;
  /** Fenced as `ts suite`: it declares tests instead of statements. */
  readonly suite: boolean;
}

/** The examples of a document, and its problems. */
export interface Collected {
  readonly examples: readonly Example[];
  /** `FILE:LINE: what is wrong`. */
  readonly problems: readonly string[];
}

const fence = /^```(?<info>.*)$/;

type Line = { readonly text: string; readonly number: number };

/** Returns the lines of a docstring without the stars, with their line numbers in the file. */
const linesOfComment = (value: string, firstLine: number): readonly Line[] =>
  value.split('\n').map((text, index) => ({
    text: text.replace(/^\s*\* ?/, ''),
    number: firstLine + index,
  }));

/** Finds fenced blocks of TypeScript in lines. An unclosed fence is a problem. */
const blocksOf = (lines: readonly Line[], file: string, subject: string): Collected => {
  const examples: Example[] = [];
  const problems: string[] = [];
  let open: { readonly info: string; readonly at: number; readonly code: string[] } | null = null;
  for (const { text, number } of lines) {
    const info = fence.exec(text.trimStart())?.groups?.['info'];
    if (info === undefined) open?.code.push(text);
    else if (open === null) open = { info: info.trim(), at: number, code: [] };
    else {
      const words = open.info.split(/\s+/);
      if (words[0] === 'ts')
        examples.push({
          file,
          line: open.at + 1,
          subject,
          code: open.code.join('\n'),
          suite: words.includes('suite'),
        });
      open = null;
    }
  }
  if (open) problems.push(`${file}:${open.at}: the example of ${subject} is never closed`);
  return { examples, problems };
};

const join = (parts: readonly Collected[]): Collected => ({
  examples: parts.flatMap(({ examples }) => examples),
  problems: parts.flatMap(({ problems }) => problems),
});

const declared =
  /^\s*(?:export\s+)?(?:(?:abstract|async|static|public|protected|readonly|get|set)\s+)*(?:class|function|const|interface|type)?\s*(?<name>[\w$]+)/;

/**
 * Collects the examples in the docstrings of a source file: every block after an `@example`, which must be
 * followed by a block.
 */
export const collectFromSource = (file: string, source: string): Collected => {
  const { comments } = parseSync(file, source);
  return join(
    comments
      .filter(({ type, value }) => type === 'Block' && value.startsWith('*') && value.includes('@example'))
      .map(({ value, start, end }) => {
        const firstLine = source.slice(0, start).split('\n').length;
        const subject = declared.exec(source.slice(end))?.groups?.['name'] ?? 'this file';
        const lines = linesOfComment(value, firstLine);
        const begins = lines.flatMap(({ text }, index) => (/^\s*@example\b/.test(text) ? [index] : []));
        return join(
          begins.map((begin, index) => {
            const blocks = blocksOf(lines.slice(begin + 1, begins[index + 1]), file, subject);
            if (blocks.examples.length + blocks.problems.length > 0) return blocks;
            const at = lines[begin]?.number ?? firstLine;
            return {
              examples: [],
              problems: [`${file}:${at}: @example of ${subject} has no block that begins with \`\`\`ts`],
            };
          }),
        );
      }),
  );
};

/** Collects the examples on a page: every block of TypeScript. */
export const collectFromPage = (file: string, text: string): Collected => {
  const sections: { subject: string; lines: Line[] }[] = [{ subject: 'the page', lines: [] }];
  let fenced = false;
  text.split('\n').forEach((line, index) => {
    if (fence.test(line)) fenced = !fenced;
    const heading = fenced ? undefined : /^#+ (?<title>.*)$/.exec(line)?.groups?.['title'];
    if (heading !== undefined) sections.push({ subject: heading, lines: [] });
    sections.at(-1)?.lines.push({ text: line, number: index + 1 });
  });
  return join(sections.map(({ subject, lines }) => blocksOf(lines, file, subject)));
};
