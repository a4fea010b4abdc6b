import type { JSXAttribute, JSXElement, Node } from 'oxc-parser';
import type { SourceFile } from './source-tree.ts';
import { bare, descend, isFunction, lastName, type AnyFunction } from './syntax.ts';

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

/** Returns the value of each property of an object literal, or of one property by its name. */
const propertiesOf = (node: Node, name: string | null): readonly Node[] =>
  node.type === 'ObjectExpression'
    ? node.properties.flatMap((property) =>
        property.type === 'Property' && (name === null || lastName(property.key) === name)
          ? [bare(property.value)]
          : [],
      )
    : [];

/** Returns the expressions that a function returns. */
const returnedBy = ({ body }: AnyFunction): readonly Node[] => {
  if (body === null) return [];
  if (body.type !== 'BlockStatement') return [body];
  return descend(body, (each) => !isFunction(each)).flatMap((each) =>
    each.type === 'ReturnStatement' && each.argument ? [each.argument] : [],
  );
};

/** Returns what a call passes for each parameter by its name; nothing for one that is a number. */
const passedTo = ({ params }: AnyFunction, passed: readonly Node[]): ReadonlyMap<string, readonly Node[]> =>
  new Map(
    params.flatMap((param, index) => {
      if (param.type !== 'Identifier') return [];
      const isNumber = param.typeAnnotation?.typeAnnotation.type === 'TSNumberKeyword';
      const argument = passed[index];
      return [[param.name, isNumber || !argument ? [] : textsOf(argument)] as const];
    }),
  );

/** The sentences of a file, `const texts = {…}` at its top; null for a file without them. */
const sentencesOf = ({ program }: SourceFile): Node | null => {
  const declared = program.body
    .flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations : []))
    .find(({ id }) => id.type === 'Identifier' && id.name === 'texts');
  return declared?.init ? bare(declared.init) : null;
};

/**
 * Follows `texts.x`, `texts.x[key]` and `texts.x(…)` to what the sentences of the file are made of: words of
 * our own, and the arguments that a sentence shows.
 */
const resolve = (node: Node, sentences: Node): readonly Node[] => {
  const valuesOf = (of: Node): readonly Node[] | null => {
    if (of.type === 'Identifier') return of.name === 'texts' ? [sentences] : null;
    if (of.type !== 'MemberExpression') return null;
    const name = of.computed && of.property.type !== 'Literal' ? null : (lastName(of) ?? null);
    return valuesOf(bare(of.object))?.flatMap((owner) => propertiesOf(owner, name)) ?? null;
  };
  const values = valuesOf(node.type === 'CallExpression' ? bare(node.callee) : node);
  if (values === null || values.length === 0) return [node];
  return values.flatMap((value) => {
    if (!isFunction(value)) return textsOf(value).flatMap((text) => resolve(text, sentences));
    const passed = passedTo(value, node.type === 'CallExpression' ? node.arguments : []);
    return returnedBy(value)
      .flatMap(textsOf)
      .flatMap((text) => (text.type === 'Identifier' ? (passed.get(text.name) ?? [text]) : [text]))
      .flatMap((text) => resolve(text, sentences));
  });
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
 * not by names: reports everything except literals, numbers, instants, table lookups and isolated text. A
 * sentence in the file's own `texts` is judged by the expressions it is built from.
 */
export const findBareTexts = (source: SourceFile): readonly BareText[] => {
  const { path, text } = source;
  const sentences = sentencesOf(source);
  return descend(source.program)
    .flatMap(shownIn)
    .flatMap(textsOf)
    .flatMap((node) => (sentences === null ? [node] : resolve(node, sentences)))
    .map((node) => ({
      path,
      line: source.lineAt(node.start),
      expression: text.slice(node.start, node.end).replaceAll(/\s+/gu, ' '),
    }));
};
