import { parseSync, type Node } from 'oxc-parser';
import { descend } from '../audit/syntax.ts';
import type { Example } from './collect.ts';
import type { Offered } from './exports.ts';

/** The interface through which a module reports its observations. */
export interface ExampleProbe {
  /** `actual` must equal `expected`; `partly` when the document omits something with `…`. */
  compare(actual: unknown, expected: unknown, line: number, partly: boolean): void;
  /** `work` must throw or reject with an error whose message contains `words` . */
  throws(work: () => unknown, words: string, line: number): Promise<void>;
}

type Claim = {
  /** Position in the code where the claim's last comment ends. */
  readonly start: number;
  readonly text: string;
};

type Edit = { readonly at: number; readonly until: number; readonly text: string };

const quotedOrEllipsis = /'[^'\n]*'|"[^"\n]*"|`[^`]*`|,?\s*…/g;

/**
 * Finds claims: `// => value`, which may continue in the comments directly below, and `// throws 'words'`.
 */
const claimsOf = (
  code: string,
  comments: readonly { type: string; value: string; start: number; end: number }[],
) => {
  const claims: Claim[] = [];
  let end = -1;
  for (const comment of comments) {
    if (comment.type !== 'Line') continue;
    const text = comment.value.trim();
    const last = claims.at(-1);
    const goesOn = last && /^\n[ \t]*$/.test(code.slice(end, comment.start));
    if (text.startsWith('=>') || text.startsWith('throws ')) claims.push({ start: comment.start, text });
    else if (goesOn) claims[claims.length - 1] = { ...last, text: `${last.text} ${text}` };
    else continue;
    end = comment.end;
  }
  return claims;
};

/** Returns the statement of a claim: the innermost statement that ends directly before it. */
const statementBefore = (nodes: readonly Node[], code: string, position: number): Node | undefined =>
  nodes
    .filter(
      ({ type, end }) =>
        (type === 'ExpressionStatement' || type === 'VariableDeclaration') &&
        end <= position &&
        code.slice(end, position).trim() === '',
    )
    .toSorted((left, right) => right.start - left.start)[0];

const apply = (code: string, edits: readonly Edit[]): string => {
  let text = code;
  for (const { at, until, text: inserted } of edits.toSorted((left, right) => right.at - left.at))
    text = text.slice(0, at) + inserted + text.slice(until);
  return text;
};

const editFor = (statement: Node, claim: Claim, line: number): readonly Edit[] | string => {
  if (claim.text.startsWith('throws ')) {
    if (statement.type !== 'ExpressionStatement') return 'only an expression can throw';
    const words = claim.text.slice('throws '.length);
    const { start, end } = statement.expression;
    return [
      { at: start, until: start, text: 'await probe.throws(async () => (' },
      { at: end, until: end, text: `), ${words}, ${line})` },
    ];
  }
  const said = claim.text.slice(2).trim();
  const value = said.replaceAll(quotedOrEllipsis, (part) => (part.endsWith('…') ? '' : part));
  const rest = `(${value}), ${line}, ${value !== said})`;
  if (statement.type === 'ExpressionStatement') {
    const { start, end } = statement.expression;
    return [
      { at: start, until: start, text: 'probe.compare((' },
      { at: end, until: end, text: `), ${rest}` },
    ];
  }
  if (statement.type !== 'VariableDeclaration') return 'it follows no statement';
  const id = statement.declarations.at(-1)?.id;
  if (id?.type !== 'Identifier') return 'it follows a declaration of several names';
  return [{ at: statement.end, until: statement.end, text: ` probe.compare(${id.name}, ${rest};` }];
};

/**
 * Turns an example into a module that exports `run(probe)`. Line n of the code is line n + 1 of the module,
 * so that compiler errors can be mapped to the document. Names that a room exports are imported automatically
 * unless the example imports them itself.
 */
export const toModule = (
  { code, suite, file, line }: Example,
  offered: readonly Offered[],
): { readonly text: string; readonly problems: readonly string[] } => {
  const { program, comments, errors } = parseSync('example.ts', code);
  if (errors.length > 0)
    return { text: '', problems: errors.map(({ message }) => `${file}:${line}: cannot be read: ${message}`) };
  const nodes = descend(program);
  const problems: string[] = [];
  const lineAt = (position: number): number => line + code.slice(0, position).split('\n').length - 1;
  const edits = claimsOf(code, comments).flatMap((claim): readonly Edit[] => {
    const statement = statementBefore(nodes, code, claim.start);
    const made = statement ? editFor(statement, claim, lineAt(claim.start)) : 'it follows no statement';
    if (typeof made !== 'string') return made;
    problems.push(`${file}:${lineAt(claim.start)}: "${claim.text}" is not a valid claim: ${made}`);
    return [];
  });

  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration');
  const imported = new Set(
    descend(program).flatMap((node) =>
      'local' in node && node.local?.type === 'Identifier' ? [node.local.name] : [],
    ),
  );
  const used = new Set(nodes.flatMap((node) => (node.type === 'Identifier' ? [node.name] : [])));
  const needed = offered.filter(({ name }) => used.has(name) && !imported.has(name));
  const header = needed.map(
    ({ name, from, isType }) => `import ${isType ? 'type ' : ''}{ ${name} } from '${from}';`,
  );
  const bodyAt = imports.at(-1)?.end ?? 0;
  const opening = ` export const run = ${suite ? '' : 'async '}(probe: ExampleProbe): ${suite ? 'void' : 'Promise<void>'} => { void probe; `;
  const body = apply(code, [...edits, { at: bodyAt, until: bodyAt, text: opening }]);
  header.push(`import type { ExampleProbe } from '../../scripts/doc-examples/to-module.ts';`);
  return { text: `${header.join(' ')}\n${body}\n};\n`, problems };
};
