import { chatPage } from '../features/chat/page.ts';
import { eventsPage } from '../features/events/page.ts';
import { healthPage } from '../features/health/page.ts';
import { rehearsalPage } from '../features/rehearsal/page.ts';
import { settingsPage } from '../features/settings/page.ts';
import { stagePage } from '../features/stage/page.ts';
import { pageIds, type PageId } from '../model/route.ts';
import type { PageDefinition } from '../registry/page.ts';

/** The page for each id of the route. */
export type PageTable = Readonly<Record<PageId, PageDefinition>>;

export const pageTable: PageTable = {
  stage: stagePage,
  health: healthPage,
  events: eventsPage,
  chat: chatPage,
  rehearsal: rehearsalPage,
  settings: settingsPage,
};

/** Returns the pages in the order of the route's ids. */
export const pagesOf = (table: PageTable): readonly PageDefinition[] => pageIds.map((id) => table[id]);
