import { err, isObject, ok, type PlainObject, type Result } from '#shared/kernel/index.ts';
import { scanJson, type JsonScan } from './json-scan.ts';

/** A step from one document format to the next. The number of steps defines the current format. */
type Migration = (document: PlainObject) => PlainObject;
const migrations: readonly Migration[] = [];
export const documentVersion = migrations.length + 1;

/** Returns the format of a document's text; null when the text is not a document. */
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
/** Deeper than any real settings, and far below the stack limit. */
const maxDepth = 60;

/** The content of the settings file: sections by name, and the paths that an operator set in the window. */
export interface SettingsDocument {
  readonly sections: PlainObject;
  /** Dotted paths whose values win over environment variables. */
  readonly operatorPaths: readonly string[];
  readonly scan: JsonScan;
}

/** Reason why a text is not a settings document. A file of a newer format is never written. */
export interface DocumentProblem {
  readonly newer: boolean;
  /** Second half of a sentence about the file. */
  readonly reason: string;
}

const refuse = (reason: string): Result<never, DocumentProblem> => err({ newer: false, reason });

/** Describes a syntax error by its place alone: V8's message quotes the file, which may contain a secret. */
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
  if (!isObject(value)) return refuse(`it contains ${describeKind(value)} instead of an object of sections`);
  const scan = scanJson(text);
  if (scan.depth > maxDepth) return refuse(`it is nested more than ${maxDepth} levels deep`);
  const { version = documentVersion } = value;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refuse('its "version" is not a whole number above 0');
  }
  if (version > documentVersion) {
    return err({
      newer: true,
      reason: `it was written by a newer version of Cuelight (format ${version}; this version reads up to ${documentVersion})`,
    });
  }
  const migrated = migrations.slice(version - 1).reduce((document, step) => step(document), value);
  const { version: _version, operator, ...sections } = migrated;
  const operatorPaths = Array.isArray(operator) ? operator.filter((path) => typeof path === 'string') : [];
  return ok({ sections, operatorPaths, scan });
};

/** Formats a document for the file: the sections first, the operator's paths at the end. */
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
