import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { StageGraph } from '../../model/stage-graph.ts';
import type { LayoutMemory } from './layout-memory.ts';
import type { Places } from './stage-grid.ts';
import { arrange } from './stage-layout.ts';

/** Widths of the graph, in its own pixels, that are readable without scrolling sideways. */
const BREADTH = { narrow: 1_008, medium: 1_320, wide: 1_760 } as const;

const useBreadth = (): number => {
  const medium = useMediaQuery('(min-width: 1400px)', false, { getInitialValueInEffect: false });
  const wide = useMediaQuery('(min-width: 1880px)', false, { getInitialValueInEffect: false });
  if (wide) return BREADTH.wide;
  return medium ? BREADTH.medium : BREADTH.narrow;
};

/**
 * Returns all positions, stored per width: existing nodes keep their positions when others come or go. `tidy`
 * discards the stored positions and computes the layout again.
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
    // Rates change with every frame; positions only with the structure, or on demand.
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
