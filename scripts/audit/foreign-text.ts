import type { JSXAttribute, JSXElement, Node } from 'oxc-parser';
import type { SourceFile } from './source-tree.ts';
import { bare, descend, lastName } from './syntax.ts';

/** Elements that isolate the text inside them. */
const fences: ReadonlySet<string> = new Set(['ForeignText', 'bdi', 'TableName']);
/** Properties of components that isolate what they are given. */
const fencedProperties: Readonly<Record<string, readonly string[]>> = {
  EmptyState: ['title'],
  ErrorState: ['title'],
};
/** Attributes that HTML and the library's components show or speak. What our own components are given is looked at where they draw it. */
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
/** Functions whose text nobody else has a part in: they take numbers and instants, or isolate what they take. */
const safeCalls =
  /^(?:count(?:Of|sOf)|format[A-Z]\w*|isolate|fenceSentence|plainLine|escapeDirections|toFixed)$/u;
const arithmetic: ReadonlySet<string> = new Set(['-', '*', '/', '%', '>', '<', '>=', '<=', '===', '!==']);

/** A text that is drawn or spoken without a fence around it. */
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

/** True for `words[state]`: a table of our own, looked up by a key. A list at a number is none. */
const isLookUp = (node: Node): boolean =>
  node.type === 'MemberExpression' &&
  node.computed &&
  node.object.type === 'Identifier' &&
  node.property.type !== 'Literal';

/** True for `texts.title` and `texts.buttons.save`: the texts of a component, which stand in one object above it. */
const isOwnText = (node: Node): boolean =>
  node.type === 'MemberExpression' &&
  (node.object.type === 'Identifier' ? node.object.name === 'texts' : isOwnText(node.object));

/** Expressions that never come out as text of somebody else. */
const silent: ReadonlySet<Node['type']> = new Set<Node['type']>([
  'Literal',
  'JSXEmptyExpression',
  'JSXElement',
  'JSXFragment',
  'ArrowFunctionExpression',
  'UnaryExpression',
]);

/** Parts of an expression that may come out as text and are not known to be safe. */
const textsOf = (expression: Node): readonly Node[] => {
  const node = bare(expression);
  if (silent.has(node.type)) return [];
  if (node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  if (node.type === 'LogicalExpression')
    return [...(node.operator === '&&' ? [] : textsOf(node.left)), ...textsOf(node.right)];
  if (node.type === 'TemplateLiteral') return node.expressions.flatMap(textsOf);
  if (node.type === 'BinaryExpression')
    return arithmetic.has(node.operator) ? [] : [...textsOf(node.left), ...textsOf(node.right)];
  if (node.type === 'MemberExpression')
    return lastName(node) === 'length' || isLookUp(node) || isOwnText(node) ? [] : [node];
  if (node.type === 'Identifier')
    return /^[A-Z_]+$/u.test(node.name) || node.name === 'undefined' ? [] : [node];
  return node.type === 'CallExpression' ? textsOfCall(node) : [node];
};

const textsOfCall = (node: Extract<Node, { type: 'CallExpression' }>): readonly Node[] => {
  const name = lastName(node.callee) ?? '';
  const [first] = node.arguments;
  const { callee } = node;
  if (safeCalls.test(name)) return [];
  // A sentence of our own: only the values inside it can be foreign.
  if (isOwnText(callee))
    return node.arguments.flatMap((each) => (each.type === 'SpreadElement' ? [each] : textsOf(each)));
  if (callee.type === 'MemberExpression' && lastName(callee.object) === 'Math') return [];
  // A list whose items are drawn by a function, or isolated by one.
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

/** Expressions whose text is shown or spoken, leaving out those that a fence is around. */
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
 * Finds every text of a file that is drawn or spoken bare, by the shape of the expression and whatever its names are: all that is
 * not a literal, a number, an instant, a look-up in a table, or isolated.
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
