import { lazy, Suspense, useEffect } from 'react';
import type { PageDefinition } from '../registry/page.ts';
import { panels } from './panels.ts';

const loadPalette = () =>
  import('../features/palette/palette.tsx').then((module) => ({ default: module.Palette }));
const Palette = lazy(loadPalette);

/** Renders the palette from the first request on; `requests` counts them. */
export const PaletteHost = ({ pages, requests }: { pages: readonly PageDefinition[]; requests: number }) => {
  // Loaded in advance: keys typed during the loading would be lost or taken for shortcuts.
  useEffect(() => void loadPalette(), []);
  return requests === 0 ? null : (
    <Suspense fallback={null}>
      <Palette pages={pages} panels={panels} requests={requests} />
    </Suspense>
  );
};
