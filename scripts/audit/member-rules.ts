import type { Class, Node } from 'oxc-parser';
import { baseMembers, behaviours, type Behaviour } from './behaviours.ts';
import { bare, dottedName, isFunction, lastName, memberName, ownWork } from './syntax.ts';

/** A reimplemented behaviour, and its position in the text. */
export interface Repeat {
  readonly behaviour: Behaviour;
  readonly at: number;
  /** The finding, as the text after "line 12:". */
  readonly what: string;
}

/** Other names for the base's behaviours, as a method, accessor or function property. */
const secondNames: Readonly<Record<Behaviour, RegExp>> = {
  lifecycle:
    /^(?:init|start|stop|restart|boot|setup|setUp|tearDown|teardown|shutdown|shutDown|close|destroy|dispose)$/,
  components:
    /^(?:(?:add|remove|register|unregister|list|get|has|find)(?:Component|Service|Module|Subsystem)s?)$/,
  events:
    /^(?:addListener|removeListener|addEventListener|removeEventListener|subscribe|unsubscribe|publish|dispatch|dispatchEvent|notifyListeners)$/,
  'status and health':
    /^(?:status|health|state|isHealthy|isRunning|isReady|uptime|getUptime|getState|checkHealth|healthCheck|reportHealth)$/,
  errors: /^(?:safely|runSafely|trySafely|tryExecute|executeSafely|withRetry|retry|handleError|guarded)$/,
  configuration:
    /^(?:getConfig|setConfig|updateConfig|mergeConfig|loadConfig|saveConfig|reloadConfig|configure|getSettings|updateSettings)$/,
  logging: /^(?:log|debug|info|warn|warning|error|trace|getLogger|setLogger)$/,
  'scoped use': /^(?:\[Symbol\.dispose\]|use|using|withScope|runScoped|__enter__|__exit__)$/,
};

const lifecycleFlag =
  /^_*(?:is)?(?:initiali[sz](?:ed|ing)|start(?:ed|ing)|running|stopp(?:ed|ing)|clos(?:ed|ing)|dispos(?:ed|ing)|ready|shut(?:ting)?down)$/i;
const lifecycleWords = new Set(
  'idle created initializing initialized starting started running ready stopping stopped closed failed'.split(
    ' ',
  ),
);
const componentStore =
  /^_*(?:components?|services|modules|subsystems|registry)(?:Map|ById|ByName|List|Registry)?$/i;
const listenerStore =
  /^_*(?:event)?(?:listeners?|subscribers?|subscriptions|observers?|handlers?|callbacks?)(?:Map|ByTopic|ByEvent)?$/i;
const healthStore =
  /^_*(?:health|conditions?|healthChecks?|started(?:At)?|startTime|uptime)(?:Map|ByName|Ms)?$/i;
const configStore = /^_*(?:config|configuration|settings|defaults|options)$/i;
const loggerStore = /^_*(?:log|logger)$/i;

const isCollection = (value: Node | null | undefined, type: Node | null | undefined): boolean => {
  const written = value && bare(value);
  if (written?.type === 'ArrayExpression') return true;
  if (written?.type === 'NewExpression')
    return /^(?:Weak)?(?:Map|Set)$|Registry$/.test(lastName(written.callee) ?? '');
  if (written?.type === 'ObjectExpression') return written.properties.length === 0;
  if (!type) return false;
  if (type.type === 'TSArrayType') return true;
  if (type.type === 'TSTypeOperator') return isCollection(null, type.typeAnnotation);
  return (
    type.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    /^(?:Readonly)?(?:Weak)?(?:Map|Set|Array|Record)$/.test(type.typeName.name)
  );
};

const sayMember = (name: string): string => (name.startsWith('[') ? name : `"${name}"`);

const judgeCallable = (name: string, at: number): Repeat[] =>
  behaviours.flatMap((behaviour) => {
    if (baseMembers[behaviour].includes(name))
      return [{ behaviour, at, what: `overrides ${sayMember(name)} of the base` }];
    if (secondNames[behaviour].test(name))
      return [{ behaviour, at, what: `has ${sayMember(name)} of its own` }];
    return [];
  });

const judgeField = (name: string, at: number, value: Node | null, type: Node | null): Repeat[] => {
  const repeat = (behaviour: Behaviour, what: string): Repeat[] => [{ behaviour, at, what }];
  const initial = value && bare(value);
  const word = initial?.type === 'Literal' && typeof initial.value === 'string' ? initial.value : null;
  if (lifecycleFlag.test(name)) return repeat('lifecycle', `keeps the lifecycle flag "${name}"`);
  if (word !== null && lifecycleWords.has(word.toLowerCase()))
    return repeat('lifecycle', `keeps a lifecycle state of its own in "${name}"`);
  if (isCollection(value, type)) {
    if (componentStore.test(name)) return repeat('components', `keeps components of its own in "${name}"`);
    if (listenerStore.test(name)) return repeat('events', `keeps listeners of its own in "${name}"`);
  }
  if (healthStore.test(name)) return repeat('status and health', `keeps "${name}" of its own`);
  if (configStore.test(name)) return repeat('configuration', `keeps "${name}" of its own`);
  if (loggerStore.test(name)) return repeat('logging', `keeps a logger of its own in "${name}"`);
  return baseRepeats(name, at);
};

const baseRepeats = (name: string, at: number): Repeat[] =>
  behaviours
    .filter((behaviour) => baseMembers[behaviour].includes(name))
    .map((behaviour) => ({ behaviour, at, what: `overrides ${sayMember(name)} of the base` }));

const judgeMembers = (found: Class): Repeat[] =>
  found.body.body.flatMap((element): Repeat[] => {
    if (
      element.type !== 'MethodDefinition' &&
      element.type !== 'PropertyDefinition' &&
      element.type !== 'AccessorProperty'
    )
      return [];
    const name = memberName(element.key, element.computed);
    if (name === undefined) return [];
    if (element.type === 'MethodDefinition') return judgeCallable(name, element.start);
    const value = element.value && bare(element.value);
    if (value && isFunction(value)) return judgeCallable(name, element.start);
    const type = element.type === 'PropertyDefinition' ? element.typeAnnotation?.typeAnnotation : null;
    return judgeField(name, element.start, value, type ?? null);
  });

const answersDefault = (handler: Node): boolean => {
  const work = ownWork(handler);
  if (work.some(({ type }) => type === 'ThrowStatement')) return false;
  const answers = work.filter((node) => node.type === 'ReturnStatement');
  const statements = handler.type === 'CatchClause' ? handler.body.body.length : 0;
  return (
    statements === 0 ||
    answers.some(({ argument }) => {
      const value = argument && bare(argument);
      if (!value) return true;
      return (
        value.type === 'Literal' ||
        (value.type === 'Identifier' && value.name === 'undefined') ||
        (value.type === 'ArrayExpression' && value.elements.length === 0) ||
        (value.type === 'ObjectExpression' && value.properties.length === 0)
      );
    })
  );
};

const judgeBody = (node: Node): Repeat[] => {
  if (node.type === 'CallExpression') {
    const callee = dottedName(node.callee) ?? '';
    if (/(?:^|\.)set(?:Interval|Timeout)$/.test(callee))
      return [{ behaviour: 'lifecycle', at: node.start, what: `owns a timer (${callee})` }];
    if (/(?:config|settings)(?:Schema)?\.(?:safeParse|parse)$/i.test(callee))
      return [
        {
          behaviour: 'configuration',
          at: node.start,
          what: `validates its configuration itself (${callee})`,
        },
      ];
  }
  if (node.type === 'CatchClause' && answersDefault(node))
    return [{ behaviour: 'errors', at: node.start, what: 'hides an error behind a default' }];
  return [];
};

/** Finds code that an orchestrator's own class must not contain. */
export const judgeClass = (found: Class, everyNode: readonly Node[]): Repeat[] => [
  ...judgeMembers(found),
  ...everyNode.flatMap(judgeBody),
];
