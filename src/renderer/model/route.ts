/**
 * The state of the window in its URL: the page, the selection in the inspector, and the page's own
 * parameters.
 */

export const pageIds = ['stage', 'health', 'events', 'chat', 'rehearsal', 'settings'] as const;
export type PageId = (typeof pageIds)[number];

/** The selection in the inspector. */
export interface Selection {
  readonly kind: 'component' | 'event' | 'viewer';
  readonly id: string;
}

export interface Route {
  readonly page: PageId;
  readonly selection: Selection | null;
  /** The page's own parameters, such as filters; `select` is reserved. */
  readonly params: Readonly<Record<string, string>>;
}

const SELECT = 'select';
const selectionKinds: readonly string[] = ['component', 'event', 'viewer'] satisfies Selection['kind'][];

const isPageId = (value: string): value is PageId => (pageIds as readonly string[]).includes(value);
const isSelectionKind = (value: string): value is Selection['kind'] => selectionKinds.includes(value);

const parseSelection = (text: string | undefined): Selection | null => {
  if (text === undefined) return null;
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const id = text.slice(colon + 1);
  return colon > 0 && id !== '' && isSelectionKind(kind) ? { kind, id } : null;
};

/** Parses `#/events?level=error&select=event:42`. Anything unknown leads to the Stage. */
export const parseRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const { [SELECT]: selected, ...params } = Object.fromEntries(new URLSearchParams(query));
  return { page: isPageId(path) ? path : 'stage', selection: parseSelection(selected), params };
};

/** Returns the hash of a route, without empty parameters. */
export const formatRoute = (route: Route): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(route.params)) if (value !== '') query.set(name, value);
  if (route.selection) query.set(SELECT, `${route.selection.kind}:${route.selection.id}`);
  const text = query.toString().replaceAll('%3A', ':');
  return `#/${route.page}${text === '' ? '' : `?${text}`}`;
};
