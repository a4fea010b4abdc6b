import { err, isObject, ok, type PlainObject, type Result } from '#shared/kernel/index.ts';
import { scanJson, type JsonScan } from './json-scan.ts';

/** The format that this program writes. A step from each older format to the next belongs into {@link migrations}. */
type Migration = (document: PlainObject) => PlainObject;
const migrations: readonly Migration[] = [];
export const documentVersion = migrations.length + 1;

/** The format of a document's text; null when it is none. */
export const formatOf = (content: string): number | null => {
  try {
    const value: unknown = JSON.parse(content.replace(/^\uFEFF/, ''));
    const version = isObject(value) ? (value['version'] ?? documentVersion) : null;
    return typeof version === 'number' ? version : null;
  } catch {
    return null;
  }
};

export const maxDocumentBytes = 1024 * 1024;
/** Deeper than any honest settings, and far from the end of the stack. */
const maxDepth = 60;

/** The settings file's content: sections by name, and which values an operator set in the window. */
export interface SettingsDocument {
  readonly sections: PlainObject;
  /** Dotted paths; these values win over environment variables. */
  readonly operatorPaths: readonly string[];
  readonly scan: JsonScan;
}

/** Why a text is no settings document. `newer` is told apart, because such a file is never touched. */
export interface DocumentProblem {
  readonly newer: boolean;
  /** The second half of a sentence about the file. */
  readonly reason: string;
}

const refuse = (reason: string): Result<never, DocumentProblem> => err({ newer: false, reason });

/** V8's words without the excerpt: the file may hold what must not be repeated elsewhere. */
const syntaxReason = (text: string, thrown: unknown): string => {
  const position = /position (?<position>\d+)/.exec(thrown instanceof Error ? thrown.message : '')?.groups?.[
    'position'
  ];
  const before = position === undefined ? text : text.slice(0, Number(position));
  const lines = before.split('\n');
  return `it is not valid JSON at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
};

const describeKind = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;

export const parseDocument = (content: string): Result<SettingsDocument, DocumentProblem> => {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  if (text.trim() === '') return refuse('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    return refuse(syntaxReason(text, thrown));
  }
  if (!isObject(value)) return refuse(`it holds ${describeKind(value)} where an object of sections belongs`);
  const scan = scanJson(text);
  if (scan.depth > maxDepth) return refuse(`it is nested more than ${maxDepth} levels deep`);
  const { version = documentVersion } = value;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refuse('its "version" is not a whole number from 1 on');
  }
  if (version > documentVersion) {
    return err({
      newer: true,
      reason: `it was written by a newer Cuelight (format ${version}, this one knows ${documentVersion})`,
    });
  }
  const migrated = migrations.slice(version - 1).reduce((document, step) => step(document), value);
  const { version: _version, operator, ...sections } = migrated;
  const operatorPaths = Array.isArray(operator) ? operator.filter((path) => typeof path === 'string') : [];
  return ok({ sections, operatorPaths, scan });
};

/** The document as it is written: sections where people look first, who set what at the end. */
export const formatDocument = (sections: PlainObject, operatorPaths: readonly string[]): string =>
  `${JSON.stringify(
    {
      version: documentVersion,
      ...sections,
      ...(operatorPaths.length > 0 && { operator: operatorPaths.toSorted() }),
    },
    null,
    2,
  )}\n`;
