import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A name that a room exports. */
export interface Offered {
  readonly name: string;
  /** The import specifier. */
  readonly from: string;
  /** True for a type, which doesn't exist at runtime. */
  readonly isType: boolean;
  /** The declaring file, from the project's root. */
  readonly file: string;
}

/** Resolves `export … from` by one step: an entry point re-exports declarations of its room. */
export const readExports = (root: string, file: string, from: string): readonly Offered[] => {
  const text = readFileSync(join(root, file), 'utf8');
  return parseSync(file, text).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, moduleRequest, isType }) => {
      if (exportName.name === null) return [];
      const target = moduleRequest === null ? file : join(dirname(file), moduleRequest.value);
      return existsSync(join(root, target)) ? [{ name: exportName.name, from, isType, file: target }] : [];
    }),
  );
};

/** Returns true when a value is a function or a class, which an example can call. */
export const isCallable = (root: string, { file, name }: Offered): boolean => {
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  return program.body.some((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return false;
    const { declaration } = statement;
    if (declaration?.type === 'ClassDeclaration' || declaration?.type === 'FunctionDeclaration')
      return declaration.id?.name === name;
    return (
      declaration?.type === 'VariableDeclaration' &&
      declaration.declarations.some(
        ({ id, init }) =>
          id.type === 'Identifier' &&
          id.name === name &&
          (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression'),
      )
    );
  });
};
