import { openings, spokenWords, widest, words, type Rule } from './rules.ts';
import { textsInCode, textsInMarkdown, type FoundText } from './texts.ts';

/** A text that breaks a rule. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly found: string;
  readonly instead: string;
}

const rulesFor = ({ kind }: FoundText): readonly Rule[] => (kind === 'spoken' ? spokenWords : words);

const judgeText = (file: string, text: FoundText): readonly Violation[] => {
  const opening = text.kind === 'doc' ? openings.pattern.exec(text.text) : null;
  const found = rulesFor(text).flatMap(({ name, pattern, instead }): readonly Violation[] => {
    const match = pattern.exec(text.text);
    return match ? [{ file, line: text.line, rule: name, found: match[0].trim(), instead }] : [];
  });
  return [
    ...(opening
      ? [{ file, line: text.line, rule: openings.name, found: opening[0], instead: openings.instead }]
      : []),
    ...found,
  ];
};

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/\*|\*)/.test(line);

const judgeWidth = (file: string, source: string): readonly Violation[] =>
  source.split('\n').flatMap((line, index): readonly Violation[] =>
    isComment(line) && line.length > widest && !/https?:\/\/\S+$/.test(line)
      ? [
          {
            file,
            line: index + 1,
            rule: 'width',
            found: `${line.length} columns`,
            instead: `at most ${widest} columns`,
          },
        ]
      : [],
  );

/** Returns every text of a file that breaks a rule of the project's language. */
export const judgeFile = (file: string, source: string): readonly Violation[] =>
  file.endsWith('.md')
    ? textsInMarkdown(source).flatMap((text) => judgeText(file, text))
    : [...textsInCode(file, source).flatMap((text) => judgeText(file, text)), ...judgeWidth(file, source)];
