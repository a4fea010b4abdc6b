import { dirname, join } from 'node:path';
import { parseSync, type EcmaScriptModule } from 'oxc-parser';
import manifest from '../../package.json' with { type: 'json' };

/** The aliases of package.json, each as the beginning of an import and the folder that it means. */
const aliases = Object.entries(manifest.imports).map(
  ([alias, folder]) => [alias.replace(/\*$/, ''), join(folder.replace(/\*$/, ''), '/')] as const,
);

/**
 * The file that an import means, from the root; undefined for a package. Every import of ours names its file in full, so this
 * asks nothing of the disk: a file that is not there yet is still a file of ours.
 */
export const resolveImport = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('.')) return join(dirname(from), specifier).replaceAll('\\', '/');
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  return alias && join(alias[1], specifier.slice(alias[0].length)).replaceAll('\\', '/');
};

/** Everything that a module imports by a name it spells out: statements, re-exports and `import()`. */
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

/** Everything that a file imports, as {@link importsIn}. */
export const importsOf = (path: string, text: string): string[] =>
  importsIn(parseSync(path, text).module, text);
