import { Switch } from '@mantine/core';
import { Handle, type NodeProps, type NodeTypes, Position } from '@xyflow/react';
import { isolate } from '#shared/kernel/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { useComponent, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { useIsStale, useShownTime, useStatus } from '../../stores/use-status.ts';
import { isHealthy } from '../../text/status-words.ts';
import { usePast } from '../../stores/past-view.tsx';
import { ForeignText, Lamp, PlatformIcon, StatusWord } from '../../ui/index.ts';
import { ComponentCard } from './component-card.tsx';
import classes from './stage-nodes.module.css';
import { platformTitle, type ComponentView } from '#shared/model/index.ts';
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
    <ComponentCard id={id} selected={useIsSelected(id)} />
  </>
);

const Group = ({ component }: { component: ComponentView }) => {
  const { commands } = useStores();
  const { id } = component;
  const selected = useIsSelected(id);
  const isEmpty = useSystem((state) => ![...state.components.values()].some((other) => other.parent === id));
  const status = useStatus(component);
  const healthy = isHealthy(status);
  const now = useShownTime();
  const isStale = useIsStale();
  const isReadOnly = usePast() !== null || isStale;
  const isOn = component.desired === 'running';
  return (
    <div className={classes.group} data-selected={selected || undefined}>
      <Ends />
      <div className={classes.header}>
        <Lamp level={status.lamp} says={healthy ? status.word : null} faint={component.cause !== null} />
        <span className={classes.name} title={isolate(component.title)}>
          <ForeignText>{component.title}</ForeignText>
        </span>
        {!healthy && <StatusWord status={status} />}
        <Switch
          className="nodrag nopan"
          size="xs"
          checked={isOn}
          disabled={isReadOnly}
          aria-label={isolate(component.title)}
          onClick={(event) => event.stopPropagation()}
          onChange={() => void commands.getState().request(isOn ? 'stop' : 'start', id)}
        />
      </div>
      {isEmpty && (
        <div className={classes.groupLine} title={lineOf(component, now)}>
          <ForeignText>{lineOf(component, now)}</ForeignText>
        </div>
      )}
    </div>
  );
};

const GroupNode = ({ id }: NodeProps) => {
  const component = useComponent(id);
  return component ? <Group component={component} /> : null;
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
