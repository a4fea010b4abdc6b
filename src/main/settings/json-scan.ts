/** Positions in a JSON text, which `JSON.parse` does not provide. */
export interface JsonScan {
  /** Line of each key by its dotted path, from 1; list items are numbered. */
  readonly lines: ReadonlyMap<string, number>;
  readonly duplicates: readonly { readonly path: string; readonly line: number }[];
  readonly depth: number;
}

type Container = { readonly path: string; readonly isList: boolean; key: string | null; index: number };

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\n/g;

/** Scans a text that `JSON.parse` accepts. */
export const scanJson = (text: string): JsonScan => {
  const lines = new Map<string, number>();
  const duplicates: { path: string; line: number }[] = [];
  const stack: Container[] = [];
  let line = 1;
  let depth = 0;
  let expectsKey = false;

  const pathOf = (container: Container): string => {
    const step = container.isList ? String(container.index) : (container.key ?? '');
    return container.path === '' ? step : `${container.path}.${step}`;
  };
  const open = (isList: boolean): void => {
    const parent = stack.at(-1);
    stack.push({ path: parent ? pathOf(parent) : '', isList, key: null, index: 0 });
    depth = Math.max(depth, stack.length);
    expectsKey = !isList;
  };
  const readKey = (literal: string): void => {
    const container = stack.at(-1);
    const key: unknown = JSON.parse(literal);
    if (!container || typeof key !== 'string') return;
    container.key = key;
    const path = pathOf(container);
    if (lines.has(path)) duplicates.push({ path, line });
    lines.set(path, line);
    expectsKey = false;
  };

  for (const [token] of text.matchAll(tokens)) {
    const container = stack.at(-1);
    if (token === '\n') line += 1;
    else if (token === '{' || token === '[') open(token === '[');
    else if (token === '}' || token === ']') {
      stack.pop();
      expectsKey = false;
    } else if (token === ',' && container) {
      container.index += 1;
      expectsKey = !container.isList;
    } else if (token.startsWith('"') && expectsKey) readKey(token);
  }
  return { lines, duplicates, depth };
};
