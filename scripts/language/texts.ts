import type { Comment, Node } from 'oxc-parser';
import { parseSource, type SourceFile } from '../audit/source-tree.ts';
import { bare, descend, isFunction, lastName, ownWork } from '../audit/syntax.ts';

/** The reader of a text decides which rules apply to it. */
export type TextKind = 'doc' | 'comment' | 'title' | 'spoken' | 'fact' | 'prose';

/** A text that people read. */
export interface FoundText {
  readonly kind: TextKind;
  readonly line: number;
  readonly text: string;
}

const isTest = (path: string): boolean => /\.(?:test|spec|planted)\.tsx?$/.test(path);
const isScaffold = (path: string): boolean => /(?:^|\/)(?:testing|harness|fixtures|planted)\//.test(path);

/** Code in backticks is a name, not prose. It may wrap, but ends with its paragraph. */
const withoutCode = (text: string): string =>
  text.replaceAll(/`(?:[^`\n]|\n(?!\s*\n))*`/g, (code) => code.replaceAll(/[^`\n]+/g, '…'));

const unwrapped = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join('\n')
    .replace(/^\*\s*/, '')
    .trim();

/** Lines that only the tools read. */
const isDirective = (text: string): boolean =>
  /^(?:@(?:ts|vite|vitest)-|(?:oxlint|eslint|prettier|c8|v8)-|[#@]__|\/? *<reference)/.test(text);

const directive = ({ value }: Comment): boolean => isDirective(unwrapped(value));

/** Returns the comments, with line comments directly below each other as one, because a phrase may wrap. */
const commentsIn = ({ text, comments }: SourceFile): readonly (readonly Comment[])[] => {
  const found: Comment[][] = [];
  for (const comment of comments) {
    const group = found.at(-1);
    const above = group?.at(-1);
    const continues =
      above?.type === 'Line' &&
      comment.type === 'Line' &&
      /^\r?\n[ \t]*$/.test(text.slice(above.end, comment.start)) &&
      !directive(above) &&
      !directive(comment);
    if (group && continues) group.push(comment);
    else found.push([comment]);
  }
  return found;
};

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
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? '…'}${right ?? '…'}`;
};

/** Prose has two words or values, or is a capitalized word; any other string is an id, a path or a style. */
const isProse = (node: Node, text: string): boolean =>
  node.type === 'JSXText'
    ? text !== ''
    : /[a-z…]\S*\s+\S*[a-z…]/i.test(text) || /^[A-Z][a-z]+\W*$/.test(text);

const spokenIn = (program: Node): readonly Node[] =>
  descend(program, (node) => node.type !== 'ImportDeclaration').filter((node) => textOf(node) !== undefined);

const titlesIn = (program: Node): readonly Node[] =>
  descend(program).flatMap((node) => {
    if (node.type !== 'CallExpression' || !titleCalls.has(calledName(node.callee) ?? '')) return [];
    const [first] = node.arguments;
    return first && textOf(first) !== undefined ? [first] : [];
  });

/** Returns the possible beginnings of a text: the branches of a condition, or the start of a template. */
const beginningsOf = (node: Node): readonly Node[] => {
  const value = bare(node);
  if (value.type === 'ConditionalExpression')
    return [...beginningsOf(value.consequent), ...beginningsOf(value.alternate)];
  if (value.type === 'LogicalExpression') return [...beginningsOf(value.left), ...beginningsOf(value.right)];
  const [first] = value.type === 'TemplateLiteral' ? value.expressions : [];
  if (value.type === 'TemplateLiteral' && value.quasis[0]?.value.cooked === '' && first)
    return beginningsOf(first);
  return value.type === 'Literal' || value.type === 'TemplateLiteral' ? [value] : [];
};

/** Returns the beginnings of the texts that a function returns. */
const answersOf = (node: Node): readonly Node[] => {
  if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement')
    return beginningsOf(node.body);
  return ownWork(node).flatMap((each) =>
    each.type === 'ReturnStatement' && each.argument ? beginningsOf(each.argument) : [],
  );
};

/**
 * Returns the beginnings of the facts of components: what `getFact` returns, and the values of a table named
 * `facts`.
 */
const factsIn = (program: Node): readonly Node[] =>
  descend(program).flatMap((node) => {
    const isMember = node.type === 'MethodDefinition' || node.type === 'Property';
    if (isMember && lastName(node.key) === 'getFact' && isFunction(node.value)) return answersOf(node.value);
    if (node.type !== 'VariableDeclarator' || lastName(node.id) !== 'facts') return [];
    const table = node.init && bare(node.init);
    if (table?.type !== 'ObjectExpression') return [];
    return table.properties.flatMap((each) => (each.type === 'Property' ? beginningsOf(each.value) : []));
  });

/** Returns the texts in a file of TypeScript that people read: comments, titles of tests and all strings. */
export const textsInCode = (path: string, text: string): readonly FoundText[] => {
  const source = parseSource(path, text);
  const fromComments = commentsIn(source).flatMap((group): readonly FoundText[] => {
    const [first] = group;
    const comment = unwrapped(group.map(({ value }) => value).join('\n'));
    if (!first || comment === '' || isDirective(comment)) return [];
    const kind = first.type === 'Block' && first.value.startsWith('*') ? 'doc' : 'comment';
    return [{ kind, line: source.lineAt(first.start), text: withoutCode(comment) }];
  });
  const spoken = isTest(path) ? titlesIn(source.program) : spokenIn(source.program);
  const kind = isTest(path) ? 'title' : isScaffold(path) ? 'comment' : 'spoken';
  const facts = isTest(path) || isScaffold(path) ? [] : factsIn(source.program);
  return [
    ...fromComments,
    ...facts.flatMap((node): readonly FoundText[] => {
      const said = textOf(node) ?? '';
      return said === '' ? [] : [{ kind: 'fact', line: source.lineAt(node.start), text: said }];
    }),
    ...spoken.flatMap((node): readonly FoundText[] => {
      const said = textOf(node) ?? '';
      return isProse(node, said) ? [{ kind, line: source.lineAt(node.start), text: withoutCode(said) }] : [];
    }),
  ];
};

/** Returns the paragraphs of a Markdown file, without its code. A heading, row or list item starts one. */
export const textsInMarkdown = (source: string): readonly FoundText[] => {
  const paragraphs: { line: number; lines: string[] }[] = [];
  let inCode = false;
  let isOpen = false;
  for (const [index, text] of source.split('\n').entries()) {
    const isFence = /^\s*(?:```|~~~)/.test(text);
    if (isFence) inCode = !inCode;
    const isText = !inCode && !isFence && text.trim() !== '';
    const continues = isOpen && !/^\s*(?:[#|<>]|[-*+] |\d+\. )/.test(text);
    if (isText && continues) paragraphs.at(-1)?.lines.push(text);
    else if (isText) paragraphs.push({ line: index + 1, lines: [text] });
    isOpen = isText;
  }
  return paragraphs.map(({ line, lines }) => ({ kind: 'prose', line, text: withoutCode(lines.join('\n')) }));
};

const textsInStyles = (source: string): readonly FoundText[] =>
  [...source.matchAll(/\/\*(?<comment>[\s\S]*?)\*\//g)].map(({ index, groups }) => ({
    kind: 'comment',
    line: source.slice(0, index).split('\n').length,
    text: withoutCode(unwrapped(groups?.['comment'] ?? '')),
  }));

export const isMarkdown = (path: string): boolean => /\.md(?:\.template)?$/.test(path);

/** Returns the texts of a file that people read. */
export const textsIn = (path: string, source: string): readonly FoundText[] => {
  if (isMarkdown(path)) return textsInMarkdown(source);
  return path.endsWith('.css') ? textsInStyles(source) : textsInCode(path, source);
};
