import { lazy, Suspense } from 'react';
import { pages } from './pages.tsx';

const Palette = lazy(() =>
  import('../features/palette/palette.tsx').then((module) => ({ default: module.Palette })),
);

const palettePages = pages.map(({ id, title, icon }) => ({ id, title, icon }));

/** Loads the palette when it is first asked for; `requests` counts the asking. */
export const PaletteHost = ({ requests }: { requests: number }) =>
  requests === 0 ? null : (
    <Suspense fallback={null}>
      <Palette pages={palettePages} requests={requests} />
    </Suspense>
  );
