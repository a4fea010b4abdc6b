import type { Icon } from '@tabler/icons-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { DiagnosticBundle } from '#shared/model/index.ts';
import type { PageId } from '../model/route.ts';

/** Keys and their effect, as the list of shortcuts shows them. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly what: string;
}

/** The keys of pages that are a list which follows its newest row. */
export const listShortcuts: readonly Shortcut[] = [
  { keys: ['/'], what: 'Search' },
  { keys: ['Space'], what: 'Pause the list, and follow it again' },
  { keys: ['End'], what: 'Follow the newest' },
];

/** Everything that the window knows of a page without loading it. */
export interface PageFacts {
  readonly id: PageId;
  readonly title: string;
  readonly icon: Icon;
  /** Typed one after another. */
  readonly keys: readonly [string, string];
  /** The keys of the page itself; pages that share one list are shown as one group. */
  readonly shortcuts?: readonly Shortcut[];
  /** True for a page at the bottom of the rail. */
  readonly last?: boolean;
  /** A number beside the title in the rail, shown from 1 on, and its words for readers. */
  readonly badge?: { readonly useCount: () => number; readonly words: (count: number) => string };
  /** The title that stands in place of a page of addresses and accounts, which the stream-safe mode hides. */
  readonly hiddenFromStream?: string;
  /** True for a page that can show the graph of a past moment, which the address names as `at`. */
  readonly showsPast?: boolean;
  /**
   * The title shown instead of the page while a diagnostic bundle is open; null when the bundle has data for
   * it.
   */
  readonly absentIn?: (file: DiagnosticBundle) => string | null;
}

/** A page of the window: its facts, and the component that is loaded when somebody goes there. */
export interface PageDefinition extends PageFacts {
  readonly Page: LazyExoticComponent<ComponentType>;
}

/**
 * Declares a page. The rail, the palette, the shortcuts and their list, and the place of the page in the
 * window follow from it. A page is a folder of features with its `page.ts`, its id in the route, and its line
 * in the app's table.
 */
export const definePage = ({
  load,
  ...facts
}: PageFacts & { readonly load: () => Promise<ComponentType> }): PageDefinition => ({
  ...facts,
  Page: lazy(async () => ({ default: await load() })),
});
