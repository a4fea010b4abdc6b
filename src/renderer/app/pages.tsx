import {
  IconActivityHeartbeat,
  IconList,
  IconMasksTheater,
  IconMessage,
  IconSettings,
  IconSitemap,
  type Icon,
} from '@tabler/icons-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { PageId, Selection } from '../model/route.ts';

/** A page of the window: how it is named, reached and loaded. */
export interface PageEntry {
  readonly id: PageId;
  readonly title: string;
  readonly icon: Icon;
  /** Typed one after another. */
  readonly keys: readonly [string, string];
  readonly Page: LazyExoticComponent<ComponentType>;
}

export const pages: readonly PageEntry[] = [
  {
    id: 'stage',
    title: 'Stage',
    icon: IconSitemap,
    keys: ['g', 's'],
    Page: lazy(() =>
      import('../features/stage/stage-page.tsx').then((module) => ({ default: module.StagePage })),
    ),
  },
  {
    id: 'health',
    title: 'Health',
    icon: IconActivityHeartbeat,
    keys: ['g', 'h'],
    Page: lazy(() =>
      import('../features/health/health-page.tsx').then((module) => ({ default: module.HealthPage })),
    ),
  },
  {
    id: 'events',
    title: 'Events',
    icon: IconList,
    keys: ['g', 'e'],
    Page: lazy(() =>
      import('../features/events/events-page.tsx').then((module) => ({ default: module.EventsPage })),
    ),
  },
  {
    id: 'chat',
    title: 'Chat',
    icon: IconMessage,
    keys: ['g', 'c'],
    Page: lazy(() =>
      import('../features/chat/chat-page.tsx').then((module) => ({ default: module.ChatPage })),
    ),
  },
  {
    id: 'rehearsal',
    title: 'Rehearsal',
    icon: IconMasksTheater,
    keys: ['g', 'r'],
    Page: lazy(() =>
      import('../features/rehearsal/rehearsal-page.tsx').then((module) => ({
        default: module.RehearsalPage,
      })),
    ),
  },
  {
    id: 'settings',
    title: 'Settings',
    icon: IconSettings,
    keys: ['g', ','],
    Page: lazy(() =>
      import('../features/settings/settings-page.tsx').then((module) => ({ default: module.SettingsPage })),
    ),
  },
];

/** What the inspector shows for each kind of selection. */
export const inspectors: Readonly<
  Record<Selection['kind'], LazyExoticComponent<ComponentType<{ readonly id: string }>>>
> = {
  component: lazy(() => import('./component-pane.tsx').then((module) => ({ default: module.ComponentPane }))),
  event: lazy(() =>
    import('../features/events/event-inspector.tsx').then((module) => ({ default: module.EventInspector })),
  ),
  viewer: lazy(() =>
    import('../features/chat/viewer-inspector.tsx').then((module) => ({ default: module.ViewerInspector })),
  ),
};
