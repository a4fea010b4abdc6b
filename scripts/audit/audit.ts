import { behaviours, type Behaviour } from './behaviours.ts';
import { judgeFile } from './file-rules.ts';
import { judgeClass, type Repeat } from './member-rules.ts';
import { superClassOf, type ClassSource, type SourceFile, type SourceTree } from './source-tree.ts';
import { descend, lastName } from './syntax.ts';
import { auditTopics, type TopicFinding } from './topic-rules.ts';

export interface Finding {
  readonly behaviour: Behaviour;
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** The source of an orchestrator's behaviour: the base, itself (a reimplementation), or nowhere. */
export type Origin = 'base' | 'own' | 'none';

export interface OrchestratorAudit {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** The classes that it extends, nearest first; the last is the base if it extends the base. */
  readonly ancestors: readonly string[];
  readonly inherits: boolean;
  readonly abstract: boolean;
  /** Places where it registers components. */
  readonly registrations: number;
  readonly origins: Readonly<Record<Behaviour, Origin>>;
  readonly findings: readonly Finding[];
}

export interface AuditReport {
  readonly orchestrators: readonly OrchestratorAudit[];
  /** Orchestrator folders without an orchestrator. */
  readonly empty: readonly string[];
  /** Violations of the topic catalogue, anywhere in the program. */
  readonly topics: readonly TopicFinding[];
  readonly ok: boolean;
}

const home = 'src/main/orchestrators/';
const base = { file: 'src/main/core/base-orchestrator.ts', name: 'BaseOrchestrator' } as const;

const isBase = ({ file, name }: Pick<ClassSource, 'file' | 'name'>): boolean =>
  file === base.file && name === base.name;

/**
 * Returns the folder of the orchestrator that a file belongs to; undefined outside the orchestrators' room.
 */
const folderOf = (path: string): string | undefined =>
  path.startsWith(home) && path.slice(home.length).includes('/')
    ? home + path.slice(home.length).split('/')[0]
    : undefined;

const ancestorsOf = (tree: SourceTree, found: ClassSource): ClassSource[] => {
  const above: ClassSource[] = [];
  for (
    let next = superClassOf(tree, found);
    next && !above.includes(next) && next !== found;
    next = superClassOf(tree, next)
  )
    above.push(next);
  return above;
};

const isOrchestrator = (tree: SourceTree, found: ClassSource): boolean =>
  !isBase(found) && (found.name.endsWith('Orchestrator') || ancestorsOf(tree, found).some(isBase));

const filesJudgedWith = (tree: SourceTree, found: ClassSource): SourceFile[] => {
  const folder = folderOf(found.file);
  return [...tree.files.values()].filter(({ path }) =>
    folder === undefined ? path === found.file : folderOf(path) === folder,
  );
};

const toFinding = (source: SourceFile, { behaviour, at, what }: Repeat): Finding => ({
  behaviour,
  file: source.path,
  line: source.lineAt(at),
  what,
});

const auditOne = (tree: SourceTree, found: ClassSource): OrchestratorAudit => {
  const ancestors = ancestorsOf(tree, found);
  const inherits = ancestors.some(isBase);
  const nodes = descend(found.node);
  const findings = filesJudgedWith(tree, found).flatMap((source) => [
    ...(source.path === found.file
      ? judgeClass(found.node, nodes).map((repeat) => toFinding(source, repeat))
      : []),
    ...judgeFile(source).map((repeat) => toFinding(source, repeat)),
  ]);
  const reported = [
    ...new Map(
      findings.map((each) => [`${each.file}:${each.line}:${each.behaviour}:${each.what}`, each]),
    ).values(),
  ];
  const originOf = (behaviour: Behaviour): Origin => {
    if (reported.some((each) => each.behaviour === behaviour)) return 'own';
    return inherits ? 'base' : 'none';
  };
  const written = found.node.superClass ? lastName(found.node.superClass) : undefined;
  const names = ancestors.map(({ name }) => name);
  return {
    name: found.name,
    file: found.file,
    line: found.line,
    ancestors: names.length === 0 && written !== undefined ? [written] : names,
    inherits,
    abstract: found.abstract,
    registrations: nodes.filter(
      (node) => node.type === 'CallExpression' && lastName(node.callee) === 'registerComponent',
    ).length,
    origins: {
      lifecycle: originOf('lifecycle'),
      components: originOf('components'),
      events: originOf('events'),
      'status and health': originOf('status and health'),
      errors: originOf('errors'),
      configuration: originOf('configuration'),
      logging: originOf('logging'),
      'scoped use': originOf('scoped use'),
    },
    findings: reported.toSorted(
      (left, right) =>
        behaviours.indexOf(left.behaviour) - behaviours.indexOf(right.behaviour) ||
        left.file.localeCompare(right.file) ||
        left.line - right.line,
    ),
  };
};

/**
 * Finds out which of the eight behaviours each orchestrator inherits from the base, and which it
 * reimplements.
 */
export const auditOrchestrators = (tree: SourceTree): AuditReport => {
  const orchestrators = [...tree.files.values()]
    .flatMap(({ classes }) => classes)
    .filter((found) => isOrchestrator(tree, found))
    .map((found) => auditOne(tree, found));
  const folders = new Set([...tree.files.keys()].flatMap((path) => folderOf(path) ?? []));
  const empty = [...folders].filter(
    (folder) => !orchestrators.some(({ file, inherits }) => inherits && folderOf(file) === folder),
  );
  const topics = auditTopics(tree);
  const ok =
    empty.length === 0 &&
    topics.length === 0 &&
    orchestrators.length > 0 &&
    orchestrators.every(({ inherits, findings }) => inherits && findings.length === 0);
  return { orchestrators, empty, topics, ok };
};
