import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A name that a room's door offers. */
export interface Offered {
  readonly name: string;
  /** How it is imported. */
  readonly from: string;
  /** Only a type: it is gone when the program runs. */
  readonly isType: boolean;
  /** The file that declares it, from the project's root. */
  readonly file: string;
}

/** What `export … from` says, resolved one step: a door passes on what its room's files declare. */
export const readDoor = (root: string, door: string, from: string): readonly Offered[] => {
  const text = readFileSync(join(root, door), 'utf8');
  return parseSync(door, text).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, moduleRequest, isType }) => {
      if (exportName.name === null) return [];
      const target = moduleRequest === null ? door : join(dirname(door), moduleRequest.value);
      return existsSync(join(root, target)) ? [{ name: exportName.name, from, isType, file: target }] : [];
    }),
  );
};

/** Whether a value is a function or a class, which an example can call. */
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
