import type { JSXAttribute, JSXElement, Node } from 'oxc-parser';
import type { SourceFile } from './source-tree.ts';
import { bare, descend, lastName } from './syntax.ts';

/** Elements that isolate their text. */
const fences: ReadonlySet<string> = new Set(['ForeignText', 'bdi', 'TableName']);
/** Component properties that isolate their value. */
const fencedProperties: Readonly<Record<string, readonly string[]>> = {
  EmptyState: ['title'],
  ErrorState: ['title'],
};
/**
 * Attributes that HTML and the library's components show or speak. Properties of our own components are
 * checked where those render them.
 */
const shownAttributes: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-valuetext',
  'description',
  'error',
  'label',
  'placeholder',
  'title',
]);
/**
 * Functions whose result contains no foreign text: they take numbers and instants, or isolate their input.
 */
const safeCalls =
  /^(?:count(?:Of|sOf)|format[A-Z]\w*|isolate|fenceSentence|plainLine|escapeDirections|toFixed)$/u;
const arithmetic: ReadonlySet<string> = new Set(['-', '*', '/', '%', '>', '<', '>=', '<=', '===', '!==']);

/** A text that is shown or spoken without isolation. */
export interface BareText {
  readonly path: string;
  readonly line: number;
  /** The expression, on one line. */
  readonly expression: string;
}

const elementName = (element: JSXElement): string => {
  const { name } = element.openingElement;
  return name.type === 'JSXIdentifier' ? name.name : '';
};

const attributeName = ({ name }: JSXAttribute): string => (name.type === 'JSXIdentifier' ? name.name : '');

/** True for `words[state]`: a lookup by key in our own table. An array index doesn't count. */
const isLookUp = (node: Node): boolean =>
  node.type === 'MemberExpression' &&
  node.computed &&
  node.object.type === 'Identifier' &&
  node.property.type !== 'Literal';

/** Returns true for expressions that never produce foreign text. */
const silent: ReadonlySet<Node['type']> = new Set<Node['type']>([
  'Literal',
  'JSXEmptyExpression',
  'JSXElement',
  'JSXFragment',
  'ArrowFunctionExpression',
  'UnaryExpression',
]);

/** Returns the parts of an expression that may produce text and are not known to be safe. */
const textsOf = (expression: Node): readonly Node[] => {
  const node = bare(expression);
  if (silent.has(node.type)) return [];
  if (node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node.type === 'LogicalExpression')
    return [...(node.operator === '&&' ? [] : textsOf(node.left)), ...textsOf(node.right)];
  if (node.type === 'TemplateLiteral') return node.expressions.flatMap(textsOf);
  if (node.type === 'BinaryExpression')
    return arithmetic.has(node.operator) ? [] : [...textsOf(node.left), ...textsOf(node.right)];
  if (node.type === 'MemberExpression') return lastName(node) === 'length' || isLookUp(node) ? [] : [node];
  if (node.type === 'Identifier')
    return /^[A-Z_]+$/u.test(node.name) || node.name === 'undefined' ? [] : [node];
  return node.type === 'CallExpression' ? textsOfCall(node) : [node];
};

const textsOfCall = (node: Extract<Node, { type: 'CallExpression' }>): readonly Node[] => {
  const name = lastName(node.callee) ?? '';
  const [first] = node.arguments;
  const { callee } = node;
  if (safeCalls.test(name)) return [];
  if (callee.type === 'MemberExpression' && lastName(callee.object) === 'Math') return [];
  // A list whose items a function renders or isolates.
  if (name === 'map' || name === 'flatMap') {
    if (first?.type === 'Identifier') return safeCalls.test(first.name) ? [] : [node];
    if (first?.type !== 'ArrowFunctionExpression') return [node];
    return first.expression
      ? textsOf(first.body)
      : descend(first.body, (each) => each.type !== 'ArrowFunctionExpression').flatMap((each) =>
          each.type === 'ReturnStatement' && each.argument ? textsOf(each.argument) : [],
        );
  }
  if (name === 'join' && callee.type === 'MemberExpression') return textsOf(callee.object);
  return [node];
};

const containersIn = (nodes: readonly Node[]): readonly Node[] =>
  nodes.flatMap((child) => (child.type === 'JSXExpressionContainer' ? [child.expression] : []));

/** Returns the expressions whose text is shown or spoken, except isolated ones. */
const shownIn = (node: Node): readonly Node[] => {
  if (node.type === 'JSXFragment') return containersIn(node.children);
  if (node.type !== 'JSXElement') return [];
  const name = elementName(node);
  const fenced = fencedProperties[name] ?? [];
  const attributes = node.openingElement.attributes.flatMap((attribute) => {
    if (attribute.type !== 'JSXAttribute' || attribute.value?.type !== 'JSXExpressionContainer') return [];
    const property = attributeName(attribute);
    return shownAttributes.has(property) && !fenced.includes(property) ? [attribute.value.expression] : [];
  });
  return [...attributes, ...(fences.has(name) ? [] : containersIn(node.children))];
};

/**
 * Finds every text of a file that is shown or spoken without isolation. Judges by the form of the expression,
 * not by names: reports everything except literals, numbers, instants, table lookups and isolated text.
 */
export const findBareTexts = (source: SourceFile): readonly BareText[] => {
  const { path, text } = source;
  return descend(source.program)
    .flatMap(shownIn)
    .flatMap(textsOf)
    .map((node) => ({
      path,
      line: source.lineAt(node.start),
      expression: text.slice(node.start, node.end).replaceAll(/\s+/gu, ' '),
    }));
};
