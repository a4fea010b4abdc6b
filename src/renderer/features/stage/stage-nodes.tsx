import { Switch } from '@mantine/core';
import { Handle, type NodeProps, type NodeTypes, Position } from '@xyflow/react';
import { isolate } from '#shared/kernel/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { lampOf } from '../../model/health.ts';
import { useComponent, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { usePast } from '../../stores/past-view.tsx';
import { ForeignText, Lamp, PlatformIcon, StateWord, useNow } from '../../ui/index.ts';
import { PartCard } from './part-card.tsx';
import classes from './stage-nodes.module.css';
import { platformTitle } from '#shared/model/index.ts';
import { platformOfWorld } from '../../model/stage-graph.ts';

const Ends = () => (
  <>
    <Handle type="target" position={Position.Left} className={classes.end} isConnectable={false} />
    <Handle type="source" position={Position.Right} className={classes.end} isConnectable={false} />
  </>
);

const useIsSelected = (id: string): boolean => {
  const { selection } = useRoute();
  return selection?.kind === 'component' && selection.id === id;
};

const CardNode = ({ id }: NodeProps) => (
  <>
    <Ends />
    <PartCard id={id} selected={useIsSelected(id)} />
  </>
);

const GroupNode = ({ id }: NodeProps) => {
  const { commands } = useStores();
  const component = useComponent(id);
  const selected = useIsSelected(id);
  const holdsParts = useSystem((state) =>
    [...state.components.values()].some((other) => other.parent === id),
  );
  const now = useNow();
  const past = usePast();
  if (!component) return null;
  const wanted = component.wanted === 'running';
  return (
    <div className={classes.group} data-selected={selected || undefined}>
      <Ends />
      <div className={classes.header}>
        <Lamp level={lampOf(component)} faint={component.cause !== null} />
        <span className={classes.name} title={isolate(component.title)}>
          <ForeignText>{component.title}</ForeignText>
        </span>
        <StateWord state={component.state} notSetUp={component.notSetUp} />
        <Switch
          className="nodrag nopan"
          size="xs"
          checked={wanted}
          disabled={past !== null}
          aria-label={`${isolate(component.title)} is switched ${wanted ? 'on' : 'off'}`}
          onClick={(event) => event.stopPropagation()}
          onChange={() => void commands.getState().request(wanted ? 'stop' : 'start', id)}
        />
      </div>
      {!holdsParts && (
        <div className={classes.groupLine} title={lineOf(component, now)}>
          <ForeignText>{lineOf(component, now)}</ForeignText>
        </div>
      )}
    </div>
  );
};

const WorldNode = ({ id }: NodeProps) => {
  const platform = platformOfWorld(id);
  if (platform === null) return null;
  return (
    <div className={classes.world}>
      <Handle type="source" position={Position.Right} className={classes.end} isConnectable={false} />
      <PlatformIcon platform={platform} />
      {platformTitle(platform)}
    </div>
  );
};

export const nodeTypes: NodeTypes = { card: CardNode, orchestrator: GroupNode, world: WorldNode };
