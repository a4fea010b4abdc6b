import { lazy, Suspense, useEffect } from 'react';
import type { PageDefinition } from '../registry/page.ts';

const loadPalette = () =>
  import('../features/palette/palette.tsx').then((module) => ({ default: module.Palette }));
const Palette = lazy(loadPalette);

/** Draws the palette once it is asked for; `requests` counts the asking. */
export const PaletteHost = ({ pages, requests }: { pages: readonly PageDefinition[]; requests: number }) => {
  // Fetched beforehand: what is typed while it was still on its way would be lost, or taken for shortcuts.
  useEffect(() => void loadPalette(), []);
  return requests === 0 ? null : (
    <Suspense fallback={null}>
      <Palette pages={pages} requests={requests} />
    </Suspense>
  );
};
