import type { CallExpression, Node, ObjectExpression } from 'oxc-parser';
import { platforms } from '#shared/model/index.ts';
import { resolveImport } from '../imports/own-imports.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import { bare, descend, lastName } from './syntax.ts';

/** A declaration or a list entry in the wrong place, and what to do about it. */
export interface ManifestFinding {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

const home = 'src/main/orchestrators/';
const core = 'src/main/core/';
const list = 'src/main/composition/manifests.ts';
/** File with the sections that no orchestrator owns. */
const unowned: ReadonlySet<string> = new Set([
  'src/main/composition/settings-sections.ts',
  'src/main/composition/settings-data-section.ts',
]);

/** A call to one of the declaring functions. */
interface Call {
  readonly source: SourceFile;
  readonly node: CallExpression;
}

const folderOf = (path: string): string | undefined =>
  path.startsWith(home) && path.slice(home.length).includes('/')
    ? home + path.slice(home.length).split('/')[0]
    : undefined;

const doorOf = (folder: string): string => `${folder}/manifest.ts`;

const findingAt = (source: SourceFile, at: number, what: string): ManifestFinding => ({
  file: source.path,
  line: source.lineAt(at),
  what,
});

/** Returns the local names of an import in a file, including the name itself. */
const localNamesOf = ({ module }: SourceFile, imported: string): ReadonlySet<string> =>
  new Set([
    imported,
    ...module.staticImports.flatMap(({ entries }) =>
      entries.flatMap(({ importName, localName }) => (importName.name === imported ? [localName.value] : [])),
    ),
  ]);

const isCallOf = (source: SourceFile, node: Node, declaring: string): node is CallExpression =>
  node.type === 'CallExpression' && localNamesOf(source, declaring).has(lastName(node.callee) ?? '');

const callsOf = (tree: SourceTree, declaring: string): readonly Call[] =>
  [...tree.files.values()]
    // The core defines the function and doesn't call it.
    .filter(({ path, text }) => !path.startsWith(core) && text.includes(declaring))
    .flatMap((source) =>
      descend(source.program).flatMap((node) =>
        isCallOf(source, node, declaring) ? [{ source, node }] : [],
      ),
    );

const keyOf = ({ source, node }: Call): string => `${source.path}:${node.start}`;

const argumentOf = ({ node }: Call): ObjectExpression | undefined => {
  const [first] = node.arguments;
  const value = first && bare(first);
  return value?.type === 'ObjectExpression' ? value : undefined;
};

const propertyOf = (object: ObjectExpression | undefined, name: string): Node | undefined => {
  for (const property of object?.properties ?? [])
    if (property.type === 'Property' && !property.computed && lastName(property.key) === name)
      return bare(property.value);
  return undefined;
};

/** A node with its file. */
interface Placed {
  readonly source: SourceFile;
  readonly node: Node;
}

/** Resolves the name of a constant to its value, in any of our files. Undefined for anything else. */
const constantOf = (
  tree: SourceTree,
  source: SourceFile,
  node: Node | null | undefined,
): Placed | undefined => {
  const constant = node?.type === 'Identifier' ? tree.constantNamed(source.path, node.name) : undefined;
  const owner = constant && tree.files.get(constant.file);
  return owner && { source: owner, node: bare(constant.value) };
};

const textOf = (node: Node | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** Reads the settings section of each platform from the list of platforms. */
const platformPaths: ReadonlyMap<string, string> = new Map(
  platforms.map(({ id, settingsPath }) => [id, settingsPath]),
);

/**
 * Returns the path of a section: a string literal, a member of a constant object, or the settings path of a
 * platform. Undefined for any other expression.
 */
const pathOf = (tree: SourceTree, call: Call): string | undefined => {
  const node = propertyOf(argumentOf(call), 'path');
  if (node?.type !== 'MemberExpression' || node.computed) return textOf(node);
  const owner = bare(node.object);
  const member = lastName(node.property);
  if (
    owner.type === 'CallExpression' &&
    lastName(owner.callee) === 'platformOf' &&
    member === 'settingsPath'
  ) {
    const [platform] = owner.arguments;
    return platformPaths.get(textOf(platform && bare(platform)) ?? '');
  }
  const value = constantOf(tree, call.source, owner)?.node;
  return value?.type === 'ObjectExpression' && member !== undefined
    ? textOf(propertyOf(value, member))
    : undefined;
};

/** A list entry: its place, and the call that declares it; null when the call can't be determined. */
interface Listed {
  readonly source: SourceFile;
  readonly at: number;
  readonly call: Call | null;
}

/**
 * Returns the declarations in a list. An entry is a constant, an inline declaration, or the name of another
 * list.
 */
const listedIn = (
  tree: SourceTree,
  source: SourceFile,
  value: Node | undefined,
  declaring: string,
): Listed[] => {
  if (value?.type !== 'ArrayExpression') return [{ source, at: value?.start ?? 0, call: null }];
  return value.elements.flatMap((element): Listed[] => {
    if (element?.type === 'SpreadElement') {
      const spread = constantOf(tree, source, bare(element.argument));
      return spread
        ? listedIn(tree, spread.source, spread.node, declaring)
        : [{ source, at: element.start, call: null }];
    }
    const node = element && bare(element);
    const at = node?.start ?? value.start;
    const declared = constantOf(tree, source, node) ?? (node && { source, node });
    return declared && isCallOf(declared.source, declared.node, declaring)
      ? [{ source, at, call: { source: declared.source, node: declared.node } }]
      : [{ source, at, call: null }];
  });
};

/** A manifest with the sections that it lists. */
interface Manifest {
  readonly call: Call;
  readonly id: string | undefined;
  readonly sections: readonly Listed[];
}

const judgeFolders = (tree: SourceTree, calls: readonly Call[]): readonly ManifestFinding[] => {
  const folders = new Set([...tree.files.keys()].flatMap((path) => folderOf(path) ?? []));
  return [
    ...[...folders].flatMap((folder): readonly ManifestFinding[] => {
      const own = calls.filter(({ source }) => source.path === doorOf(folder));
      if (own.length === 1) return [];
      const what =
        own.length === 0
          ? 'this manifest declares no orchestrator: call defineOrchestrator once'
          : 'this manifest declares several orchestrators: give each its own folder';
      return [{ file: doorOf(folder), line: 1, what }];
    }),
    ...calls.flatMap(({ source, node }) => {
      const folder = folderOf(source.path);
      return folder !== undefined && source.path === doorOf(folder)
        ? []
        : [
            findingAt(
              source,
              node.start,
              'an orchestrator is declared outside a manifest: move it to the manifest.ts of its folder',
            ),
          ];
    }),
  ];
};

const judgeList = (tree: SourceTree, manifests: readonly Manifest[]): readonly ManifestFinding[] => {
  const file = tree.files.get(list);
  const value = file && tree.constantNamed(list, 'manifests')?.value;
  const listed = file ? listedIn(tree, file, value && bare(value), 'defineOrchestrator') : [];
  const timesOf = (call: Call): number =>
    listed.filter((each) => each.call !== null && keyOf(each.call) === keyOf(call)).length;
  return [
    ...listed.flatMap(({ source, at, call }) =>
      call === null
        ? [
            findingAt(
              source,
              at,
              'this entry is not the name of a manifest: list each manifest by its own name',
            ),
          ]
        : [],
    ),
    ...manifests.flatMap(({ call, id }) => {
      const times = timesOf(call);
      if (times === 1) return [];
      const name = id === undefined ? 'this orchestrator' : `"${id}"`;
      return [
        findingAt(
          call.source,
          call.node.start,
          times === 0
            ? `${name} is not in the list: add its manifest to ${list}`
            : `${name} is in the list ${times} times: leave one in ${list}`,
        ),
      ];
    }),
  ];
};

const judgeManifestSections = (
  tree: SourceTree,
  { call, id, sections }: Manifest,
): readonly ManifestFinding[] =>
  sections.flatMap(({ source, at, call: section }): readonly ManifestFinding[] => {
    if (section === null)
      return [
        findingAt(
          source,
          at === 0 ? call.node.start : at,
          "its sections can't be determined: list each by the name of a constant from declareSection",
        ),
      ];
    const outside = folderOf(section.source.path) !== folderOf(call.source.path);
    const path = pathOf(tree, section);
    // The paths of platforms are older than some owners, and existing files and environment variables use
    // them.
    const ofPlatform = path !== undefined && [...platformPaths.values()].includes(path);
    const fits = id === undefined || ofPlatform || path === id || path?.startsWith(`${id}.`);
    return [
      ...(outside
        ? [
            findingAt(
              source,
              at,
              `the section "${path}" is declared outside its owner's folder: move it beside the manifest`,
            ),
          ]
        : []),
      ...(fits
        ? []
        : [
            findingAt(
              section.source,
              section.node.start,
              `the path of a section of "${id}" is "${id}" or begins with "${id}."`,
            ),
          ]),
    ];
  });

const judgeSections = (tree: SourceTree, manifests: readonly Manifest[]): readonly ManifestFinding[] => {
  const listed = manifests.flatMap(({ sections }) =>
    sections.flatMap(({ call }) => (call ? [keyOf(call)] : [])),
  );
  const calls = callsOf(tree, 'declareSection');
  const paths = calls.map((call) => pathOf(tree, call));
  return calls.flatMap((call, index) => {
    const { source, node } = call;
    const path = paths[index];
    const times = listed.filter((key) => key === keyOf(call)).length;
    const say = (what: string): ManifestFinding => findingAt(source, node.start, what);
    return [
      ...(path === undefined
        ? [say("the path of this section can't be determined: write it as a string literal")]
        : []),
      ...(path !== undefined && paths.indexOf(path) < index
        ? [say(`the section "${path}" is declared twice: give one of them another path`)]
        : []),
      ...(times > 1 ? [say(`the section "${path}" is listed ${times} times: leave it in one manifest`)] : []),
      ...(times === 0 && !unowned.has(source.path)
        ? [say(`the section "${path}" is in no manifest: list it in the manifest of its owner`)]
        : []),
    ];
  });
};

/** Finds imports that bypass the manifest of an orchestrator. */
const judgeDoors = (tree: SourceTree): readonly ManifestFinding[] =>
  [...tree.files.values()].flatMap((source) => {
    const { staticImports, staticExports, dynamicImports } = source.module;
    const requests = [
      ...staticImports.map(({ moduleRequest }) => moduleRequest),
      ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
      ...dynamicImports.map(({ moduleRequest: { start, end } }) => ({
        start,
        value: source.text.slice(start + 1, end - 1),
      })),
    ];
    return requests.flatMap(({ value, start }) => {
      const target = resolveImport(source.path, value);
      const folder = target === undefined ? undefined : folderOf(target);
      if (target === undefined || folder === undefined || !tree.files.has(target)) return [];
      if (folder === folderOf(source.path) || target === doorOf(folder)) return [];
      return [findingAt(source, start, `${target} is behind a manifest: import ${doorOf(folder)}`)];
    });
  });

/**
 * Checks that each orchestrator has one manifest, that the list of composition contains each manifest once,
 * that the manifest of its owner contains each settings section once, and that no import bypasses a manifest.
 */
export const auditManifests = (tree: SourceTree): readonly ManifestFinding[] => {
  const calls = callsOf(tree, 'defineOrchestrator');
  const manifests = calls.map((call) => {
    const declaration = argumentOf(call);
    return {
      call,
      id: textOf(propertyOf(declaration, 'id')),
      sections: listedIn(tree, call.source, propertyOf(declaration, 'sections'), 'declareSection'),
    };
  });
  return [
    ...judgeFolders(tree, calls),
    ...judgeList(tree, manifests),
    ...manifests.flatMap((manifest) => judgeManifestSections(tree, manifest)),
    ...judgeSections(tree, manifests),
    ...judgeDoors(tree),
  ];
};

/** Formats the findings for people, one per line. */
export const describeManifestFindings = (findings: readonly ManifestFinding[]): readonly string[] =>
  findings.map(({ file, line, what }) => `${file}:${line}: ${what}`);
