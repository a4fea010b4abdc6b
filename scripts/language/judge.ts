import { factOpenings, openings, spokenWords, widest, words, type Rule } from './rules.ts';
import { isMarkdown, textsIn, type FoundText } from './texts.ts';

/** A text that breaks a rule. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly found: string;
  readonly instead: string;
}

const rulesFor = ({ kind }: FoundText): readonly Rule[] =>
  kind === 'fact' ? [factOpenings] : kind === 'spoken' ? spokenWords : words;

/** Returns the line of a match. Only in Markdown do the lines of a text equal those of its file. */
const lineOf = ({ kind, line, text }: FoundText, index: number): number =>
  kind === 'prose' ? line + text.slice(0, index).split('\n').length - 1 : line;

const judgeText = (file: string, text: FoundText): readonly Violation[] => {
  const opening = text.kind === 'doc' ? openings.pattern.exec(text.text) : null;
  const found = rulesFor(text).flatMap(({ name, pattern, instead }): readonly Violation[] => {
    const match = pattern.exec(text.text);
    if (!match) return [];
    const line = lineOf(text, match.index);
    return [{ file, line, rule: name, found: match[0].trim().replaceAll(/\s+/g, ' '), instead }];
  });
  return [
    ...(opening
      ? [{ file, line: text.line, rule: openings.name, found: opening[0], instead: openings.instead }]
      : []),
    ...found,
  ];
};

const tooWide = (file: string, line: number, text: string): Violation => ({
  file,
  line,
  rule: 'width',
  found: `${text.length} columns`,
  instead: `at most ${widest} columns`,
});

/** A line that is wide because of one long word, such as an address, cannot be wrapped. */
const mayBeWide = (line: string): boolean =>
  line.length <= widest || line.replaceAll(/\S{60,}/g, '').length <= widest;

/** Returns true for a line of a comment, and for code with a comment behind it. */
const isComment = (line: string): boolean => /^\s*\*|(?:^|\s)(?:\/\/|\/\*)/.test(line);

const judgeCodeWidth = (file: string, source: string): readonly Violation[] =>
  source
    .split('\n')
    .flatMap((line, index) => (isComment(line) && !mayBeWide(line) ? [tooWide(file, index + 1, line)] : []));

/** Tables, headings and code cannot be wrapped either. */
const judgeDocumentWidth = (file: string, source: string): readonly Violation[] => {
  let inCode = false;
  return source.split('\n').flatMap((line, index) => {
    if (/^\s*```/.test(line)) inCode = !inCode;
    return inCode || /^\s*[|#<!]/.test(line) || mayBeWide(line) ? [] : [tooWide(file, index + 1, line)];
  });
};

/** Returns every text of a file that breaks a rule of the project's language. */
export const judgeFile = (file: string, source: string): readonly Violation[] => [
  ...textsIn(file, source).flatMap((text) => judgeText(file, text)),
  ...(isMarkdown(file) ? judgeDocumentWidth(file, source) : judgeCodeWidth(file, source)),
];
