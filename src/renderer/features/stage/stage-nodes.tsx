import { Switch } from '@mantine/core';
import { Handle, Position, type NodeProps, type NodeTypes } from '@xyflow/react';
import { IconBrandDiscord, IconBrandTwitch, IconVideo } from '@tabler/icons-react';
import { isolate } from '#shared/kernel/index.ts';
import { lineOf } from '../../text/component-sentence.ts';
import { lampOf } from '../../model/health.ts';
import { useComponent, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { usePast } from '../../stores/past-view.tsx';
import { ForeignText, Lamp, StateWord, useNow } from '../../ui/index.ts';
import { PartCard } from './part-card.tsx';
import classes from './stage-nodes.module.css';

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

const worlds = {
  'world:twitch': { name: 'Twitch', icon: IconBrandTwitch },
  'world:discord': { name: 'Discord', icon: IconBrandDiscord },
  'world:obs': { name: 'OBS', icon: IconVideo },
} as const;

const isWorld = (id: string): id is keyof typeof worlds => id in worlds;

const WorldNode = ({ id }: NodeProps) => {
  if (!isWorld(id)) return null;
  const { name, icon: WorldIcon } = worlds[id];
  return (
    <div className={classes.world}>
      <Handle type="source" position={Position.Right} className={classes.end} isConnectable={false} />
      <WorldIcon size={16} stroke={1.5} aria-hidden="true" />
      {name}
    </div>
  );
};

export const nodeTypes: NodeTypes = { card: CardNode, orchestrator: GroupNode, world: WorldNode };
