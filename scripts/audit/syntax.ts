import {
  visitorKeys,
  type Class,
  type Expression,
  type Function,
  type Node,
  type PropertyKey,
} from 'oxc-parser';

/** A function: a declaration, an expression or an arrow. */
export type AnyFunction = Extract<Node, { type: 'ArrowFunctionExpression' }> | Function;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const childrenOf = (node: Node): Node[] =>
  (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value: unknown = Reflect.get(node, key);
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });

/**
 * Walks the node and everything below it, top down. `enter` can return false to skip the children of a node.
 */
export const descend = (node: Node, enter: (node: Node) => boolean = () => true): Node[] => [
  node,
  ...(enter(node) ? childrenOf(node).flatMap((child) => descend(child, enter)) : []),
];

export const isFunction = (node: Node): node is AnyFunction =>
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'FunctionExpression' ||
  node.type === 'FunctionDeclaration';

export const isClass = (node: Node): node is Class =>
  node.type === 'ClassDeclaration' || node.type === 'ClassExpression';

/** Walks a statement without the functions and classes inside it. */
export const ownWork = (node: Node): Node[] =>
  descend(node, (each) => each === node || (!isFunction(each) && !isClass(each)));

/** Unwraps type-only syntax (`x as T`, `x!`, `x satisfies T`), and `await`. */
export const bare = (expression: Node): Node => {
  if (expression.type === 'AwaitExpression') return bare(expression.argument);
  return expression.type === 'TSAsExpression' ||
    expression.type === 'TSNonNullExpression' ||
    expression.type === 'TSSatisfiesExpression' ||
    expression.type === 'ParenthesizedExpression' ||
    expression.type === 'ChainExpression'
    ? bare(expression.expression)
    : expression;
};

/** Returns the last name of `x`, `this.x`, `this.#x`, `a.b.x` and `x()`; undefined for anything else. */
export const lastName = (expression: Node): string | undefined => {
  const node = bare(expression);
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node.name;
  if (node.type === 'MemberExpression') {
    if (node.computed) return node.property.type === 'Literal' ? String(node.property.value) : undefined;
    return lastName(node.property);
  }
  if (node.type === 'CallExpression') return lastName(node.callee);
  return undefined;
};

/** `a.b.c` as written, for plain names only. */
export const dottedName = (expression: Expression): string | undefined => {
  const node = bare(expression);
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'Super') return 'super';
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  const owner = dottedName(node.object);
  const name = lastName(node.property);
  return owner === undefined || name === undefined ? undefined : `${owner}.${name}`;
};

/** Returns a member's name without `#`; `[Symbol.asyncDispose]` for a computed one. */
export const memberName = (key: PropertyKey, computed: boolean): string | undefined => {
  if (!computed) return key.type === 'Literal' ? String(key.value) : lastName(key);
  if (key.type === 'Literal') return String(key.value);
  const name = key.type === 'PrivateIdentifier' ? undefined : dottedName(key);
  return name === undefined ? undefined : `[${name}]`;
};
