import { dirname, join } from 'node:path';
import { parseSync, type EcmaScriptModule } from 'oxc-parser';
import manifest from '../../package.json' with { type: 'json' };

/** The import aliases of package.json, as pairs of prefix and folder. */
const aliases = Object.entries(manifest.imports).map(
  ([alias, folder]) => [alias.replace(/\*$/, ''), join(folder.replace(/\*$/, ''), '/')] as const,
);

/**
 * Returns the file of an import, from the root; undefined for a package. Our imports contain full file names,
 * so this doesn't read the disk, and works for files that don't exist yet.
 */
export const resolveImport = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('.')) return join(dirname(from), specifier).replaceAll('\\', '/');
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  return alias && join(alias[1], specifier.slice(alias[0].length)).replaceAll('\\', '/');
};

/** Returns the literal imports of a module: statements, re-exports and `import()`. */
export const importsIn = (module: EcmaScriptModule, text: string): string[] => {
  const literal = (start: number, end: number): string | undefined =>
    /^(['"`])(?<name>[^'"`]*)\1$/.exec(text.slice(start, end).trim())?.groups?.['name'];
  return [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap((statement) =>
      statement.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
    ...module.dynamicImports.flatMap((statement) => {
      const name = literal(statement.moduleRequest.start, statement.moduleRequest.end);
      return name === undefined ? [] : [name];
    }),
  ];
};

/** Returns the imports of a file, like {@link importsIn}. */
export const importsOf = (path: string, text: string): string[] =>
  importsIn(parseSync(path, text).module, text);
