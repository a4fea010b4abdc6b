import type { Icon } from '@tabler/icons-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { AnyOperation } from '#shared/catalogue/operations/define.ts';
import type { DiagnosticBundle } from '#shared/model/index.ts';
import type { PageId } from '../model/route.ts';

/** A shortcut in the list of shortcuts: its keys and its effect. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly what: string;
}

/** The keys of pages with a list that follows its newest row. */
export const listShortcuts: readonly Shortcut[] = [
  { keys: ['/'], what: 'Search' },
  { keys: ['Space'], what: 'Pause the list, and follow it again' },
  { keys: ['End'], what: 'Follow the newest' },
];

/** The facts about a page that need no loading. */
export interface PageFacts {
  readonly id: PageId;
  readonly title: string;
  readonly icon: Icon;
  /** Two keys, typed one after the other. */
  readonly keys: readonly [string, string];
  /** The page's own keys. Pages with the same list share a group. */
  readonly shortcuts?: readonly Shortcut[];
  /** Words that people type when they look for the page, in addition to its title. */
  readonly alsoCalled?: readonly string[];
  /** Operations that need an input from this page, such as a viewer. The palette opens the page for them. */
  readonly controls?: readonly AnyOperation[];
  /** True for a page at the bottom of the sidebar. */
  readonly last?: boolean;
  /** A number beside the title in the sidebar, shown from 1 on, and its words for screen readers. */
  readonly badge?: { readonly useCount: () => number; readonly words: (count: number) => string };
  /** The title shown instead of the page in stream-safe mode, for a page with addresses and accounts. */
  readonly hiddenFromStream?: string;
  /** True for a page that can show the graph of a past moment, named as `at` in the address. */
  readonly showsPast?: boolean;
  /**
   * The title shown instead of the page while a diagnostic bundle is open; null when the bundle has data for
   * it.
   */
  readonly absentIn?: (file: DiagnosticBundle) => string | null;
}

/** A page of the window: its facts, and the component that loads on the first visit. */
export interface PageDefinition extends PageFacts {
  readonly Page: LazyExoticComponent<ComponentType>;
}

/**
 * Declares a page. The sidebar, the palette, the shortcuts and their list follow from the declaration. A page
 * is a feature folder with its `page.ts`, its id in the route, and its line in the app's table.
 */
export const definePage = ({
  load,
  ...facts
}: PageFacts & { readonly load: () => Promise<ComponentType> }): PageDefinition => ({
  ...facts,
  Page: lazy(async () => ({ default: await load() })),
});
