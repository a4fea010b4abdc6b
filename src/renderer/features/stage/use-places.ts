import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { StageGraph } from '../../model/stage-graph.ts';
import type { LayoutMemory } from './layout-memory.ts';
import type { Places } from './stage-grid.ts';
import { arrange } from './stage-layout.ts';

/** How broad the graph may become, in its own pixels, so that it can be read without moving it sideways. */
const BREADTH = { narrow: 1_008, medium: 1_320, wide: 1_760 } as const;

const useBreadth = (): number => {
  const medium = useMediaQuery('(min-width: 1400px)', false, { getInitialValueInEffect: false });
  const wide = useMediaQuery('(min-width: 1880px)', false, { getInitialValueInEffect: false });
  if (wide) return BREADTH.wide;
  return medium ? BREADTH.medium : BREADTH.narrow;
};

/**
 * A place for everything, remembered per breadth: whatever comes or goes, the others stay where they are. `tidy` forgets
 * what is remembered and arranges anew.
 */
export const usePlaces = (
  graph: StageGraph,
  structure: string,
  memory: LayoutMemory,
): { places: Places; tidy: () => void } => {
  const breadth = useBreadth();
  const [tidied, setTidied] = useState(0);
  const places = useMemo(
    () => arrange(graph, memory.recall(breadth), breadth),
    // Rates change with every frame; places only with the structure, or on demand.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [structure, breadth, memory, tidied],
  );
  useEffect(() => memory.keep(breadth, places), [memory, breadth, places]);
  const tidy = useCallback(() => {
    memory.keep(breadth, new Map());
    setTidied((count) => count + 1);
  }, [memory, breadth]);
  return { places, tidy };
};
