import { useEffect, useRef, useState } from 'react';
import type { StageGraph } from '../../data/stage-graph.ts';
import type { LayoutEngine, Places } from './stage-layout.ts';

export type Layout =
  | { readonly status: 'working' }
  | { readonly status: 'ready'; readonly places: Places; readonly structure: string }
  | { readonly status: 'failed'; readonly message: string };

/** Lays the graph out anew whenever its structure changes; until the answer comes, the old places hold. */
export const usePlaces = (
  graph: StageGraph,
  structure: string,
  createEngine: () => LayoutEngine & Disposable,
): Layout => {
  const [layout, setLayout] = useState<Layout>({ status: 'working' });
  const latest = useRef(graph);
  const engine = useRef<(LayoutEngine & Disposable) | null>(null);
  useEffect(() => {
    latest.current = graph;
  });
  useEffect(
    () => () => {
      engine.current?.[Symbol.dispose]();
      engine.current = null;
    },
    [],
  );
  useEffect(() => {
    let current = true;
    const run = async (): Promise<void> => {
      try {
        engine.current ??= createEngine();
        const places = await engine.current.layout(latest.current);
        if (current) setLayout({ status: 'ready', places, structure });
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        if (current) setLayout({ status: 'failed', message });
      }
    };
    void run();
    return () => {
      current = false;
    };
  }, [structure, createEngine]);
  return layout;
};
