import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync, type TemplateElement } from 'oxc-parser';
import { expect, it } from 'vitest';
import { createRedactor } from '#shared/kernel/index.ts';

const source = join(import.meta.dirname, '..', '..', 'src');
const skipped = /(?:\.test\.tsx?|\.d\.ts)$|[\\/]testing[\\/]/;
/** Words next to which a redactor looks for a credential. */
const besideCredential = /pass|pwd|secret|token|credential|key|authori[sz]|oauth/i;

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof RegExp);

/** Returns every literal below a node; template placeholders become a name. */
const literalsIn = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap(literalsIn);
  if (!isNode(node)) return [];
  if (node['type'] === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : [];
  const below = Object.values(node).flatMap(literalsIn);
  if (node['type'] !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return below;
  const quasis: readonly TemplateElement[] = node['quasis'];
  return [quasis.map(({ value }) => value.cooked ?? '').join('Placeholder'), ...below];
};

/** Returns the sentences in a file: literals with three words or more. */
const sentencesIn = (file: string): readonly string[] =>
  literalsIn(parseSync(file, readFileSync(file, 'utf8')).program.body).filter(
    (text) => text.trim().split(/\s+/).length >= 3,
  );

const sentences = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !skipped.test(file))
  .flatMap((file) => sentencesIn(file).map((text) => ({ file: relative(source, file), text })));

it('keeps every word of our own sentences, whichever of them is a password', () => {
  expect(sentences.length).toBeGreaterThan(500);
  const plain = createRedactor();
  const altered = sentences.filter(({ text }) => {
    if (plain.text(text) !== text || plain.holdsSecret(text)) return true;
    if (!besideCredential.test(text)) return false;
    const words = new Set(
      text.split(/[\s"“”'()]+/).flatMap((word) => [word, word.replace(/[.,:;!?]+$/, '')]),
    );
    return [...words].some((word) => {
      const redactor = createRedactor();
      redactor.addSecret(word);
      return word !== 'Placeholder' && redactor.text(text) !== text;
    });
  });
  expect(altered).toEqual([]);
}, 60_000);
