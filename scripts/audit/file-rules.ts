import type { Node } from 'oxc-parser';
import type { Behaviour } from './behaviours.ts';
import type { Repeat } from './member-rules.ts';
import type { SourceFile } from './source-tree.ts';
import {
  bare,
  descend,
  dottedName,
  isClass,
  isFunction,
  lastName,
  ownWork,
  type AnyFunction,
} from './syntax.ts';

/** Packages that provide a behaviour of the base. */
const packages: readonly (readonly [RegExp, Behaviour])[] = [
  [/^(?:node:)?events$|^(?:eventemitter\d|nanoevents|mitt|tiny-emitter|emittery)$/, 'events'],
  [/^(?:p-retry|async-retry|exponential-backoff|opossum|cockatiel)$/, 'errors'],
  [/^(?:winston|pino|bunyan|log4js|loglevel|electron-log|debug|consola|@logtape\/logtape)$/, 'logging'],
  [/^(?:dotenv|convict|nconf|rc|conf|electron-store|lodash\.merge|deepmerge)$/, 'configuration'],
];

const namedFunctions: readonly (readonly [RegExp, Behaviour, string])[] = [
  [
    /^(?:combine|aggregate|overall|worst|rollUp|rollup|merge|compute).*(?:health|status)$|^(?:health|status)(?:RollUp|Rollup)$/i,
    'status and health',
    'aggregates health itself',
  ],
  [
    /^(?:withRetry|withRetries|retry|retryWithBackoff|retrying|backoff|backoffDelay|exponentialBackoff)$/i,
    'errors',
    'retries itself',
  ],
  [
    /^(?:deepMerge|mergeDeep|merge(?:Config|Configuration|Settings|Options|Defaults))$/i,
    'configuration',
    'merges settings itself',
  ],
  [/^(?:getLogger|createLogger|makeLogger|setupLogging)$/i, 'logging', 'creates a logger'],
];

const isLoop = ({ type }: Node): boolean =>
  type === 'ForStatement' ||
  type === 'WhileStatement' ||
  type === 'DoWhileStatement' ||
  type === 'ForOfStatement';

/** Returns true for a retry loop: try, catch, wait, repeat. */
const isRetryLoop = (loop: Node): boolean => {
  const work = ownWork(loop);
  const goesOn = work.some(
    (node) =>
      node.type === 'TryStatement' &&
      node.handler !== null &&
      node.handler.body.body.at(-1)?.type !== 'ThrowStatement' &&
      node.handler.body.body.at(-1)?.type !== 'ReturnStatement',
  );
  const waits = work.some(
    (node) =>
      node.type === 'AwaitExpression' &&
      descend(node).some(
        (each) =>
          each.type === 'CallExpression' &&
          /^(?:sleep|delay|wait|setTimeout|pause|backoff\w*)$/i.test(lastName(each.callee) ?? ''),
      ),
  );
  return goesOn && waits;
};

/** Returns true for a function that calls its argument and returns a default when the call throws. */
const isSafeWrapper = (fn: AnyFunction): boolean => {
  const given = new Set(
    fn.params.flatMap((parameter) => (parameter.type === 'Identifier' ? [parameter.name] : [])),
  );
  if (given.size === 0 || !fn.body) return false;
  return ownWork(fn.body).some(
    (node) =>
      node.type === 'TryStatement' &&
      node.handler !== null &&
      ownWork(node.block).some(
        (each) =>
          each.type === 'CallExpression' && each.callee.type === 'Identifier' && given.has(each.callee.name),
      ) &&
      !ownWork(node.handler).some(({ type }) => type === 'ThrowStatement'),
  );
};

const callsOn = (node: Node, method: string): boolean =>
  descend(node).some(
    (each) =>
      each.type === 'CallExpression' &&
      each.callee.type === 'MemberExpression' &&
      lastName(each.callee) === method &&
      bare(each.callee.object).type !== 'Super',
  );

const isScopedUse = (node: Node): boolean =>
  node.type === 'TryStatement' && node.finalizer !== null && callsOn(node.finalizer, 'cleanup');

const settingsName = /^_*(?:\w*config|\w*configuration|\w*settings|defaults?|default\w*|overrides)$/i;

const mergesSettings = (node: Node): boolean => {
  if (node.type === 'ObjectExpression') {
    const spreads = node.properties.filter((property) => property.type === 'SpreadElement');
    return spreads.length >= 2 && spreads.some(({ argument }) => settingsName.test(lastName(argument) ?? ''));
  }
  return (
    node.type === 'CallExpression' &&
    dottedName(node.callee) === 'Object.assign' &&
    node.arguments.some((argument) => settingsName.test(lastName(argument) ?? ''))
  );
};

const nameOf = (node: Node): readonly [string, AnyFunction] | undefined => {
  if (node.type === 'FunctionDeclaration' && node.id) return [node.id.name, node];
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
    const value = bare(node.init);
    return isFunction(value) ? [node.id.name, value] : undefined;
  }
  if (node.type === 'MethodDefinition') {
    const name = lastName(node.key);
    return name === undefined ? undefined : [name, node.value];
  }
  return undefined;
};

const judgeNode = (node: Node): Repeat[] => {
  const repeat = (behaviour: Behaviour, what: string): Repeat[] => [{ behaviour, at: node.start, what }];
  if (isScopedUse(node)) return repeat('scoped use', 'implements scoped use by hand');
  if (isLoop(node) && isRetryLoop(node)) return repeat('errors', 'implements its own retry loop');
  if (isFunction(node) && isSafeWrapper(node))
    return repeat('errors', 'wraps a call and returns a default when it throws');
  if (mergesSettings(node)) return repeat('configuration', 'merges settings itself');
  if (isClass(node)) {
    const parent = node.superClass ? lastName(node.superClass) : undefined;
    if (/^(?:\w*EventEmitter\d?|EventTarget)$/.test(parent ?? ''))
      return repeat('events', `extends ${parent}`);
    if (/(?:CircuitBreaker|RetryPolicy)$/.test(node.id?.name ?? ''))
      return repeat('errors', `has a ${node.id?.name} of its own`);
  }
  if (node.type === 'NewExpression') {
    const made = lastName(node.callee) ?? '';
    if (/^(?:\w*EventEmitter\d?|EventTarget)$/.test(made)) return repeat('events', `makes a ${made}`);
  }
  if (node.type === 'MemberExpression') {
    const path = dottedName(node);
    if (path === 'process.env') return repeat('configuration', 'reads the environment itself');
    if (path === 'process.stdout' || path === 'process.stderr') return repeat('logging', `writes to ${path}`);
    if (path?.startsWith('console.')) return repeat('logging', `writes with ${path}`);
  }
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const method = lastName(node.callee) ?? '';
    const owner = bare(node.callee.object).type;
    if ((method === 'initialize' || method === 'cleanup') && owner !== 'Super')
      return repeat('lifecycle', `calls ${method} by hand`);
  }
  const [name] = nameOf(node) ?? [];
  const rule = name === undefined ? undefined : namedFunctions.find(([pattern]) => pattern.test(name));
  return rule ? repeat(rule[1], `${rule[2]} (${name})`) : [];
};

/** Finds code that no file in an orchestrator's folder may contain, including its components. */
export const judgeFile = (source: SourceFile): Repeat[] => {
  const imports = source.module.staticImports.flatMap(({ moduleRequest, start }): Repeat[] => {
    const rule = packages.find(([pattern]) => pattern.test(moduleRequest.value));
    return rule ? [{ behaviour: rule[1], at: start, what: `imports ${moduleRequest.value}` }] : [];
  });
  const scoped = descend(source.program).filter(isScopedUse);
  const insideScoped = (at: number): boolean => scoped.some(({ start, end }) => start < at && at < end);
  // Calls of initialize and cleanup inside a handwritten scope are part of that scope, which is reported
  // once.
  const rest = descend(source.program)
    .flatMap(judgeNode)
    .filter(({ behaviour, at }) => behaviour !== 'lifecycle' || !insideScoped(at));
  return [...imports, ...rest];
};
