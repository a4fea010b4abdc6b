import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseSync,
  type Class,
  type Comment,
  type EcmaScriptModule,
  type Expression,
  type Program,
} from 'oxc-parser';
import { resolveImport } from '../imports/own-imports.ts';
import { bare, descend, isClass, lastName } from './syntax.ts';

/** A class declaration. */
export interface ClassSource {
  readonly name: string;
  readonly file: string;
  readonly node: Class;
  readonly line: number;
  readonly abstract: boolean;
}

/** A parsed file, with its path from the project's root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly module: EcmaScriptModule;
  readonly comments: readonly Comment[];
  readonly classes: readonly ClassSource[];
  /** Returns the line of a position in the text, counted from 1. */
  lineAt(position: number): number;
}

/** A top-level constant. */
export interface ConstantSource {
  readonly name: string;
  readonly file: string;
  readonly value: Expression;
}

/** The sources below `src`, with name resolution. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>;
  /**
   * Resolves a name in a file to a constant, through imports and re-exports; undefined when it isn't ours.
   */
  constantNamed(file: string, name: string): ConstantSource | undefined;
  /** Resolves a name in a file to a class, through imports and re-exports; undefined when it isn't ours. */
  classNamed(file: string, name: string): ClassSource | undefined;
}

const isAudited = (path: string): boolean =>
  /\.tsx?$/.test(path) && !/\.(?:d|test)\.tsx?$/.test(path) && !path.includes('/testing/');

const classesOf = (path: string, program: Program, lineAt: (position: number) => number): ClassSource[] =>
  descend(program).flatMap((node) => {
    const describe = (name: string, found: Class): ClassSource => ({
      name,
      file: path,
      node: found,
      line: lineAt(found.start),
      abstract: found.abstract === true,
    });
    if (node.type === 'ClassDeclaration' && node.id) return [describe(node.id.name, node)];
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return [];
    const value = bare(node.init);
    return isClass(value) ? [describe(node.id.name, value)] : [];
  });

/** Throws when the text isn't TypeScript, because an audit of half a file is worthless. */
export const parseSource = (path: string, text: string): SourceFile => {
  const { program, module, comments, errors } = parseSync(path, text, { preserveParens: false });
  const [error] = errors;
  if (error) throw new Error(`${path} cannot be read: ${error.message}`);
  const lineAt = (position: number): number => text.slice(0, position).split('\n').length;
  return { path, text, program, module, comments, lineAt, classes: classesOf(path, program, lineAt) };
};

/** Follows a name in a file through imports and re-exports until `own` finds its declaration. */
const createFinder = <TFound>(
  files: ReadonlyMap<string, SourceFile>,
  own: (source: SourceFile, name: string) => TFound | undefined,
) => {
  const exported = (path: string, name: string, seen: ReadonlySet<string>): TFound | undefined => {
    const source = files.get(path);
    const key = `${path} ${name}`;
    if (!source || seen.has(key)) return undefined;
    const visited = new Set([...seen, key]);
    for (const entry of source.module.staticExports.flatMap((statement) => statement.entries)) {
      // `export * from`: nothing is named on either side.
      const star =
        entry.exportName.name === null && entry.importName.name === null && entry.moduleRequest !== null;
      if (!star && entry.exportName.name !== name) continue;
      if (!entry.moduleRequest) return named(path, entry.localName.name ?? name, visited);
      const target = resolveImport(path, entry.moduleRequest.value);
      const found = target && exported(target, star ? name : (entry.importName.name ?? name), visited);
      if (found) return found;
    }
    return undefined;
  };

  const named = (path: string, name: string, seen: ReadonlySet<string>): TFound | undefined => {
    const source = files.get(path);
    const found = source && own(source, name);
    if (!source || found) return found;
    for (const statement of source.module.staticImports) {
      for (const entry of statement.entries) {
        if (entry.localName.value !== name) continue;
        const target = resolveImport(path, statement.moduleRequest.value);
        return target ? exported(target, entry.importName.name ?? name, seen) : undefined;
      }
    }
    return undefined;
  };

  return (file: string, name: string): TFound | undefined => named(file, name, new Set());
};

const constantIn = ({ path, program }: SourceFile, name: string): ConstantSource | undefined => {
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && id.name === name && init) return { name, file: path, value: init };
  }
  return undefined;
};

export const createSourceTree = (sources: readonly SourceFile[]): SourceTree => {
  const files = new Map(sources.map((source) => [source.path, source]));
  return {
    files,
    classNamed: createFinder(files, ({ classes }, name) => classes.find((each) => each.name === name)),
    constantNamed: createFinder(files, constantIn),
  };
};

/** Reads everything below `root/src` that belongs to the program, without tests and fakes. */
export const readSourceTree = (root: string): SourceTree =>
  createSourceTree(
    readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .map((path) => join('src', path).replaceAll('\\', '/'))
      .filter(isAudited)
      .toSorted()
      .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8'))),
  );

/** Returns the class that a class extends if it is one of ours. */
export const superClassOf = (tree: SourceTree, found: ClassSource): ClassSource | undefined => {
  const { superClass } = found.node;
  const name = superClass ? lastName(superClass) : undefined;
  return name === undefined ? undefined : tree.classNamed(found.file, name);
};
