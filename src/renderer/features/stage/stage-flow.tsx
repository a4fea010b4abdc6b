import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Node,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentView } from '#shared/model/index.ts';
import { isProblem, lampOf } from '../../model/health.ts';
import { isQuiet, neighboursOf, type StageGraph } from '../../model/stage-graph.ts';
import { useIsStale } from '../../stores/use-status.ts';
import { useRoute, useStores } from '../../stores/stores-context.tsx';
import { speakComponent } from './spoken-component.ts';
import { edgeTypes, type StageFlowEdge } from './stage-edge.tsx';
import { createStableNodes } from './stable-nodes.ts';
import classes from './stage-flow.module.css';
import type { Places } from './stage-grid.ts';
import { absolutePlace, inReadingOrder } from './stage-layout.ts';
import { StageFooter } from './stage-footer.tsx';
import { nodeTypes } from './stage-nodes.tsx';
import { stepFrom } from './stage-steps.ts';
import { runsBack } from './stage-routes.ts';
import { boundsOf, openingView } from './stage-view.ts';
import { useRoutes } from './use-routes.ts';

const MINIMAP_FROM = 30;
const DRAW_VISIBLE_ONLY_FROM = 150;

interface StageFlowProps {
  readonly graph: StageGraph;
  readonly places: Places;
  readonly components: ReadonlyMap<string, ComponentView>;
  readonly problemsOnly: boolean;
  readonly onTidy: () => void;
}

const shownIds = (graph: StageGraph, components: ReadonlyMap<string, ComponentView>): ReadonlySet<string> => {
  const shown = new Set<string>();
  for (const component of components.values()) {
    if (!isProblem(component)) continue;
    shown.add(component.id);
    if (component.parent !== null) shown.add(component.parent);
    for (const { source, target } of graph.edges)
      if (target === component.id && source.startsWith('world:')) shown.add(source);
  }
  return shown;
};

const useNodes = ({ graph, places, components, problemsOnly }: StageFlowProps): Node[] => {
  const isStale = useIsStale();
  const [keepSame] = useState(createStableNodes);
  return useMemo(() => {
    const shown = problemsOnly ? shownIds(graph, components) : null;
    return keepSame(
      inReadingOrder(graph, places).flatMap((node): Node[] => {
        const place = places.get(node.id);
        if (!place) return [];
        const component = components.get(node.id);
        return [
          {
            id: node.id,
            type: node.kind === 'group' ? 'orchestrator' : node.kind,
            ...(node.parent === null ? {} : { parentId: node.parent }),
            position: { x: place.x, y: place.y },
            width: place.width,
            height: place.height,
            data: {},
            ariaLabel: component
              ? speakComponent(component, components, isStale)
              : `${node.id.replace('world:', '')}, outside`,
            hidden: shown !== null && !shown.has(node.id),
            focusable: node.kind !== 'world',
          },
        ];
      }),
    );
  }, [graph, places, components, problemsOnly, isStale, keepSame]);
};

const focusPart = (id: string): void => {
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
};

const focusedPart = (target: EventTarget): string | null =>
  target instanceof HTMLElement && target.classList.contains('react-flow__node')
    ? (target.dataset['id'] ?? null)
    : null;

const Flow = (props: StageFlowProps) => {
  const { graph, places, components, onTidy } = props;
  const { navigation } = useStores();
  const { selection } = useRoute();
  const isStale = useIsStale();
  const { setViewport } = useReactFlow();
  const routes = useRoutes(graph, places);
  const frame = useRef<HTMLDivElement>(null);
  const movedByHand = useRef(false);
  const nodes = useNodes(props);
  const selectedId = selection?.kind === 'component' ? selection.id : null;
  const edges = useMemo(
    () =>
      graph.edges.flatMap((edge): StageFlowEdge[] => {
        const { id, source, target, relation, rate } = edge;
        const lit = selectedId !== null && (source === selectedId || target === selectedId);
        const points = routes.get(id);
        if (!points) return [];
        const needed = components.get(source);
        const faulty = needed !== undefined && lampOf(needed) !== 'healthy';
        // Drawn only while one of their ends is selected: event lines without events, and lines that run back
        // from a healthy dependency below.
        if (!lit && (isQuiet(edge) || (relation === 'uses' && !faulty && runsBack(points)))) return [];
        return [
          {
            id,
            source,
            target,
            type: 'stage',
            focusable: false,
            // Rates are unknown without a connection.
            data: { relation, rate: isStale ? null : rate, lit, points },
          },
        ];
      }),
    [graph, routes, components, selectedId, isStale],
  );

  const latest = useRef({ graph, places, selectedId });
  useEffect(() => {
    latest.current = { graph, places, selectedId };
  });
  const show = useCallback(async (): Promise<void> => {
    const room = frame.current?.getBoundingClientRect();
    if (!room || room.width === 0) return;
    const { graph: drawn, places: at, selectedId: id } = latest.current;
    const all = drawn.nodes.flatMap((node) => absolutePlace(drawn, at, node.id) ?? []);
    const selected = id === null ? undefined : absolutePlace(drawn, at, id);
    await setViewport(openingView(boundsOf(all), room, selected));
  }, [setViewport]);

  useEffect(() => {
    if (places.size === 0) return;
    movedByHand.current = false;
    void show();
  }, [places, show]);
  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(() => {
      // A view that the user moved stays; every other view follows the window's size.
      if (!movedByHand.current) void show();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [show]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const id = focusedPart(event.target);
    if (id === null) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      navigation.getState().select({ kind: 'component', id });
      return;
    }
    const next = stepFrom(
      event.key,
      id,
      neighboursOf(graph, id),
      (other) => absolutePlace(graph, places, other),
      [...places.keys()],
    );
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    focusPart(next);
  };

  return (
    // The graph handles the keys for its nodes, which are focusable themselves.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.stage} onKeyDownCapture={onKeyDown}>
      <div ref={frame} className={classes.flow}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodeClick={(_, node) => {
            if (node.type !== 'world') navigation.getState().select({ kind: 'component', id: node.id });
          }}
          onPaneClick={() => navigation.getState().select(null)}
          onMoveStart={(event) => {
            if (event) movedByHand.current = true;
          }}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          onlyRenderVisibleElements={nodes.length >= DRAW_VISIBLE_ONLY_FROM}
          minZoom={0.2}
          maxZoom={1.5}
          aria-label="Graph of all components"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--line)" />
          {nodes.length > MINIMAP_FROM && <MiniMap pannable zoomable className={classes.minimap ?? ''} />}
        </ReactFlow>
      </div>
      <StageFooter onTidy={onTidy} onMove={() => (movedByHand.current = true)} />
    </div>
  );
};

/** The live graph of all components. */
export const StageFlow = (props: StageFlowProps) => (
  <ReactFlowProvider>
    <Flow {...props} />
  </ReactFlowProvider>
);
