import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps, type EdgeTypes } from '@xyflow/react';
import { useReducedMotion } from '@mantine/hooks';
import { motionOf } from '../../model/edge-motion.ts';
import { formatNumber } from '../../text/format.ts';
import type { StageEdge } from '../../model/stage-graph.ts';
import classes from './stage-edge.module.css';
import { middlePoint, pathOf, type Point } from './stage-routes.ts';

export type StageFlowEdge = Edge<
  { relation: StageEdge['relation']; rate: number | null; lit: boolean; points: readonly Point[] },
  'stage'
>;

const Dots = ({ path, rate }: { path: string; rate: number | null }) => {
  const motion = motionOf(rate);
  if (!motion) return null;
  const { dots, roundSeconds, moving } = motion;
  return Array.from({ length: dots }, (_, index) => (
    // A new key restarts the dots when their pace changes: SMIL would make them jump.
    <circle key={`${index}/${dots}/${roundSeconds}`} r={2.5} className={classes.dot}>
      <animateMotion
        path={path}
        dur={`${roundSeconds}s`}
        begin={`${((-index * roundSeconds) / dots).toFixed(2)}s`}
        repeatCount="indefinite"
        keyPoints="0;1;1"
        keyTimes={`0;${moving.toFixed(3)};1`}
        calcMode="linear"
      />
    </circle>
  ));
};

const StageEdgeLine = ({ data, id }: EdgeProps<StageFlowEdge>) => {
  const still = useReducedMotion();
  if (!data) return null;
  const { relation, rate, lit, points } = data;
  const path = pathOf(points);
  const label = middlePoint(points);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classes.line}
        data-relation={relation}
        data-lit={lit || undefined}
      />
      {!still && <Dots path={path} rate={rate} />}
      {rate !== null && rate > 0 && (still || lit) && (
        <EdgeLabelRenderer>
          <span
            className={classes.rate}
            style={{ transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)` }}
          >
            {formatNumber(rate)}/s
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
};

export const edgeTypes: EdgeTypes = { stage: StageEdgeLine };
