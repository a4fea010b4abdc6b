import { parseSync, type Comment, type Node } from 'oxc-parser';
import { descend, lastName } from '../audit/syntax.ts';

/** The reader of a text decides which rules apply to it. */
export type TextKind = 'doc' | 'comment' | 'title' | 'spoken' | 'prose';

/** A text that people read. */
export interface FoundText {
  readonly kind: TextKind;
  readonly line: number;
  readonly text: string;
}

const isTest = (path: string): boolean => /\.(?:test|spec|planted)\.tsx?$/.test(path);
const isScaffold = (path: string): boolean => /(?:^|\/)(?:testing|harness|fixtures|planted)\//.test(path);

/** Code in backticks is a name, not prose. */
const withoutCode = (text: string): string => text.replace(/`[^`\n]*`/g, '`…`');

const unwrapped = (comment: Comment): string =>
  comment.value
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join('\n')
    .replace(/^\*\s*/, '')
    .trim();

/** Lines that only the tools read. */
const isDirective = (text: string): boolean =>
  /^(?:@|oxlint|eslint|prettier|c8|v8|knip|vite|#__|\/? *<reference|throws )/.test(text);

const titleCalls = new Set(['describe', 'it', 'test', 'each', 'runIf', 'skipIf', 'step', 'for']);

const calledName = (node: Node): string | undefined => {
  if (node.type === 'CallExpression') return calledName(node.callee);
  if (node.type === 'MemberExpression') return calledName(node.object);
  return node.type === 'TaggedTemplateExpression' ? calledName(node.tag) : lastName(node);
};

const textOf = (node: Node): string | undefined => {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'JSXText') return node.value.replace(/\s+/g, ' ').trim();
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.cooked ?? '').join('…');
  return undefined;
};

/** Prose has a space between two words; anything else is an id, a path or a style. */
const isProse = (text: string): boolean => /[a-z]\S* +\S*[a-z]/i.test(text);

const spokenIn = (program: Node): readonly Node[] =>
  descend(program, (node) => node.type !== 'ImportDeclaration').filter((node) => textOf(node) !== undefined);

const titlesIn = (program: Node): readonly Node[] =>
  descend(program).flatMap((node) => {
    if (node.type !== 'CallExpression' || !titleCalls.has(calledName(node.callee) ?? '')) return [];
    const [first] = node.arguments;
    return first && textOf(first) !== undefined ? [first] : [];
  });

/** Returns the texts in a file of TypeScript that people read: comments, titles of tests, and everything that is said. */
export const textsInCode = (path: string, source: string): readonly FoundText[] => {
  const { program, comments } = parseSync(path, source);
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const fromComments = comments.flatMap((comment): readonly FoundText[] => {
    const text = unwrapped(comment);
    if (text === '' || isDirective(text)) return [];
    const isDoc = comment.type === 'Block' && comment.value.startsWith('*');
    return [{ kind: isDoc ? 'doc' : 'comment', line: lineAt(comment.start), text: withoutCode(text) }];
  });
  const spoken = isTest(path) ? titlesIn(program) : spokenIn(program);
  const kind = isTest(path) ? 'title' : isScaffold(path) ? 'comment' : 'spoken';
  return [
    ...fromComments,
    ...spoken.flatMap((node): readonly FoundText[] => {
      const text = textOf(node) ?? '';
      return isProse(text) ? [{ kind, line: lineAt(node.start), text: withoutCode(text) }] : [];
    }),
  ];
};

/** Returns the paragraphs of a Markdown file, without its code. */
export const textsInMarkdown = (source: string): readonly FoundText[] => {
  let inCode = false;
  return source.split('\n').flatMap((text, index): readonly FoundText[] => {
    if (/^\s*```/.test(text)) inCode = !inCode;
    return inCode || text.trim() === '' ? [] : [{ kind: 'prose', line: index + 1, text: withoutCode(text) }];
  });
};
