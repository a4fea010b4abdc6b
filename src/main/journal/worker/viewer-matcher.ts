import type { Viewer } from '../port.ts';

export interface ChatterNames extends Viewer {
  /** Every name under which the viewer is known here. */
  readonly names: ReadonlySet<string>;
}

/** What stands where a deleted viewer's name or id stood. */
export const deletedViewer = '(deleted viewer)';

/** Ids shorter than this are other things too often to be taken for a viewer's wherever they stand. */
const minIdLength = 5;
const personKey = /user|login|viewer|author|chatter|member|sender|from|to$|name/i;

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** Takes one viewer's names and id out of texts and data, and tells whether there were any. */
export const createViewerMatcher = ({ userId, names }: ChatterNames) => {
  const known = [...names]
    .filter((name) => name !== '')
    .toSorted((left, right) => right.length - left.length);
  const pattern =
    known.length === 0
      ? null
      : new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${known.map(escape).join('|')})(?![\p{L}\p{N}_])`, 'giu');
  const text = (value: string): string => (pattern ? value.replaceAll(pattern, deletedViewer) : value);
  const clean = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const isId = value === userId && (userId.length >= minIdLength || personKey.test(key));
      return isId ? deletedViewer : text(value);
    }
    if (Array.isArray(value)) return value.map((item: unknown) => clean(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]: [string, unknown]) => [text(name), clean(inner, name)]),
    );
  };
  return { text, data: (value: Readonly<Record<string, unknown>>): unknown => clean(value, '') };
};
