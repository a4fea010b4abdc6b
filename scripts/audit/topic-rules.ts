import type { Node } from 'oxc-parser';
import type { SourceFile, SourceTree } from './source-tree.ts';
import { bare, descend, lastName } from './syntax.ts';

/** A declaration, emission or test of a topic that violates the catalogue. */
export interface TopicFinding {
  readonly file: string;
  readonly line: number;
  /** The violation, and how to fix it. */
  readonly what: string;
}

type Call = Extract<Node, { type: 'CallExpression' }>;

const catalogue = 'src/shared/catalogue/topics/';
const define = /catalogue\/topics\/define\.ts$/;
const declaring: readonly string[] = ['topic', 'ownTopic'];

/** The folders that may emit the topics of a catalogue file. Default: the orchestrator of the same name. */
const owners: Readonly<Record<string, readonly string[]>> = {
  'components.ts': ['src/main/core/'],
  'operations.ts': ['src/main/core/operations/'],
  'pipelines.ts': ['src/main/core/pipelines/'],
  'chat.ts': ['src/main/orchestrators/chat-presence/', 'src/main/bridges/'],
  'go-live.ts': ['src/main/orchestrators/chat-presence/'],
  'outages.ts': ['src/main/orchestrators/chat-presence/'],
  'show.ts': ['src/main/orchestrators/fsm/'],
  'discord.ts': ['src/main/bridges/discord/', 'src/main/orchestrators/chat-presence/'],
  'twitch.ts': ['src/main/bridges/twitch', 'src/main/composition/'],
  'obs.ts': ['src/main/bridges/obs/'],
  'bridge.ts': ['src/main/bridges/'],
  'rehearsal.ts': ['src/main/rehearsal/', 'src/main/composition/'],
  'settings.ts': ['src/main/settings/', 'src/main/composition/'],
  'stores.ts': ['src/main/backup/', 'src/main/journal/', 'src/main/composition/'],
  'updates.ts': ['src/main/updates/'],
  'host.ts': ['src/main/hosts/', 'src/main/platform/', 'src/main/composition/'],
};

const ownersOf = (file: string): readonly string[] =>
  owners[file] ?? [`src/main/orchestrators/${file.replace(/\.ts$/, '')}/`];

/** Files whose job is to match topic names by patterns, or whose topics are Discord's own. */
const matching: ReadonlySet<string> = new Set([
  'src/shared/model/topic-pattern.ts',
  'src/main/core/events/topic-emitter.ts',
  'src/main/rehearsal/discord/gateway-session.ts',
  'src/renderer/model/event-filter.ts',
]);

const topicName = /^[a-z][a-z-]*\.[a-z-]+$/;
const nameTests: ReadonlySet<string> = new Set(['test', 'startsWith', 'match', 'matchAll', 'search', 'exec']);

const callsOf = ({ program }: SourceFile): Call[] =>
  descend(program).filter((node): node is Call => node.type === 'CallExpression');

/**
 * Returns true when a file may violate a rule, judging by its text. Parsing every file takes minutes on a
 * busy machine.
 */
const mayDeclare = ({ text }: SourceFile): boolean => text.includes('/define.ts');
const mayEmit = ({ text }: SourceFile): boolean =>
  text.includes('emit') && text.includes(`catalogue/topics/`);
const mayTestNames = ({ text }: SourceFile): boolean => /\bemit|topic/.test(text);

/** Returns the local names of a file's imports from matching modules. */
const importedFrom = ({ module }: SourceFile, from: RegExp): ReadonlyMap<string, string> =>
  new Map(
    module.staticImports
      .filter(({ moduleRequest }) => from.test(moduleRequest.value))
      .flatMap(({ entries, moduleRequest }) =>
        entries.map(({ localName, importName }) => [
          localName.value,
          `${moduleRequest.value} ${importName.name ?? ''}`,
        ]),
      ),
  );

/** Returns the text of a literal, or of a template with open parts; undefined for anything else. */
const textOf = (node: Node | undefined): string | undefined => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('x') : undefined;
};

const isDeclaration = (source: SourceFile): ((call: Call) => boolean) => {
  const imported = importedFrom(source, source.path.startsWith(catalogue) ? /define\.ts$/ : define);
  const names = [...imported].filter(([, origin]) => declaring.includes(origin.split(' ')[1] ?? ''));
  return ({ callee }) => callee.type === 'Identifier' && names.some(([name]) => name === callee.name);
};

const judgeDeclarations = (tree: SourceTree): TopicFinding[] => {
  const declared = new Map<string, string>();
  return [...tree.files.values()].filter(mayDeclare).flatMap((source) =>
    callsOf(source)
      .filter(isDeclaration(source))
      .flatMap((call): TopicFinding[] => {
        const place = { file: source.path, line: source.lineAt(call.start) };
        const name = textOf(call.arguments[0]);
        if (!source.path.startsWith(catalogue))
          return [{ ...place, what: `declares the topic ${name ?? ''}: declare it in ${catalogue}` }];
        if (name === undefined || source.path === `${catalogue}define.ts`) return [];
        const before = declared.get(name);
        declared.set(name, `${place.file}:${place.line}`);
        return before === undefined ? [] : [{ ...place, what: `declares ${name} again, after ${before}` }];
      }),
  );
};

/**
 * Finds topic files that are missing from the list. Without it, their titles and the people they name can't
 * be found.
 */
const judgeList = (tree: SourceTree): TopicFinding[] => {
  const list = tree.files.get(`${catalogue}index.ts`);
  if (!list) return [];
  const listed = new Set(list.module.staticImports.map(({ moduleRequest }) => moduleRequest.value));
  return [...tree.files.values()]
    .filter(
      (source) =>
        source.path.startsWith(catalogue) &&
        mayDeclare(source) &&
        callsOf(source).some(isDeclaration(source)),
    )
    .filter(
      ({ path }) => path !== `${catalogue}define.ts` && !listed.has(`./${path.slice(catalogue.length)}`),
    )
    .map(({ path }) => ({
      file: path,
      line: 1,
      what: `is not in ${catalogue}index.ts: add its topics there`,
    }));
};

/** Finds emissions of topics by files that don't own them. */
const judgeEmitters = (source: SourceFile): TopicFinding[] => {
  if (source.path.startsWith('src/shared/') || !mayEmit(source)) return [];
  const topics = importedFrom(source, /catalogue\/topics\/(?!define|index|person-words)[a-z-]+\.ts$/);
  return callsOf(source).flatMap((call): TopicFinding[] => {
    const emitted =
      lastName(call.callee) === 'emit' ? call.arguments[0 + Number(call.arguments.length > 1)] : undefined;
    const made = emitted && bare(emitted).type === 'CallExpression' ? lastName(emitted) : undefined;
    const origin = made === undefined ? undefined : topics.get(made);
    const owner = /topics\/(?<file>[a-z-]+\.ts)/.exec(origin ?? '')?.groups?.['file'];
    if (owner === undefined || ownersOf(owner).some((folder) => source.path.startsWith(folder))) return [];
    const line = source.lineAt(call.start);
    return [{ file: source.path, line, what: `emits ${made} of ${owner}: its owner emits it` }];
  });
};

const judgeNames = (source: SourceFile): TopicFinding[] => {
  if (matching.has(source.path) || !mayTestNames(source)) return [];
  return callsOf(source).flatMap((call): TopicFinding[] => {
    const { callee } = call;
    if (callee.type !== 'MemberExpression') return [];
    const method = lastName(callee) ?? '';
    const place = { file: source.path, line: source.lineAt(call.start) };
    const bareName = call.arguments.map(textOf).find((text) => text !== undefined && topicName.test(text));
    if (/^emit(?:WhenReady)?$/.test(method) && bareName !== undefined)
      return [{ ...place, what: `emits ${bareName} as a bare name: declare it in ${catalogue}` }];
    const subjects = [callee.object, ...call.arguments].map((node) => lastName(node));
    return nameTests.has(method) && subjects.includes('topic')
      ? [{ ...place, what: `tests the name of a topic by ${method}: ask a property of the topic` }]
      : [];
  });
};

/** Checks declarations, emissions and tests of names against the topic catalogue. */
export const auditTopics = (tree: SourceTree): readonly TopicFinding[] => [
  ...judgeDeclarations(tree),
  ...judgeList(tree),
  ...[...tree.files.values()].flatMap((source) => [...judgeEmitters(source), ...judgeNames(source)]),
];
