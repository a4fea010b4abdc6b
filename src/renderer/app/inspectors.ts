import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Selection } from '../model/route.ts';

/** The inspector for each kind of selection. */
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
