import { lazy, Suspense, useEffect } from 'react';
import { pages } from './pages.tsx';

const loadPalette = () =>
  import('../features/palette/palette.tsx').then((module) => ({ default: module.Palette }));
const Palette = lazy(loadPalette);

const palettePages = pages.map(({ id, title, icon }) => ({ id, title, icon }));

/** Draws the palette once it is asked for; `requests` counts the asking. */
export const PaletteHost = ({ requests }: { requests: number }) => {
  // Fetched beforehand: what is typed while it was still on its way would be lost, or taken for shortcuts.
  useEffect(() => void loadPalette(), []);
  return requests === 0 ? null : (
    <Suspense fallback={null}>
      <Palette pages={palettePages} requests={requests} />
    </Suspense>
  );
};
