import { useEffect, useRef, useState } from 'react';
import type { StageGraph } from '../../data/stage-graph.ts';
import type { LayoutMemory } from './layout-memory.ts';
import type { LayoutEngine, Places } from './stage-layout.ts';

export type Layout =
  | { readonly status: 'working' }
  | { readonly status: 'ready'; readonly places: Places }
  | { readonly status: 'failed'; readonly message: string };

/**
 * Lays the graph out anew whenever its structure changes; until the answer comes, the old places hold. A structure that
 * is remembered needs no engine at all.
 */
export const usePlaces = (
  graph: StageGraph,
  structure: string,
  createEngine: () => LayoutEngine & Disposable,
  memory: LayoutMemory,
): Layout => {
  const [layout, setLayout] = useState<Layout>(() => {
    const places = memory.recall(structure);
    return places ? { status: 'ready', places } : { status: 'working' };
  });
  const latest = useRef(graph);
  useEffect(() => {
    latest.current = graph;
  });
  useEffect(() => {
    let engine: (LayoutEngine & Disposable) | undefined;
    let current = true;
    const run = async (): Promise<void> => {
      try {
        const remembered = memory.recall(structure);
        engine = remembered ? undefined : createEngine();
        const places = remembered ?? (await engine?.layout(latest.current));
        if (!current || !places) return;
        memory.keep(structure, places);
        setLayout({ status: 'ready', places });
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        if (current) setLayout({ status: 'failed', message });
      } finally {
        engine?.[Symbol.dispose]();
      }
    };
    void run();
    return () => {
      current = false;
      engine?.[Symbol.dispose]();
    };
  }, [structure, createEngine, memory]);
  return layout;
};
