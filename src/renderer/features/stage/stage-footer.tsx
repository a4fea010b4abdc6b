import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutGrid, IconMaximize, IconMinus, IconPlus, type Icon } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import classes from './stage-footer.module.css';

const entries = [
  { relation: 'requires', words: 'Required: if this stops, the next one stops' },
  { relation: 'uses', words: 'Optional' },
  { relation: 'events', words: 'Events (live rate)' },
] as const;

/** Limits for fit-to-view, the only view that may shrink text below a readable size. */
const OVERVIEW = { padding: 0.04, maxZoom: 1 };

/** The legend of the lines and the zoom controls, under the graph. */
export const StageFooter = ({ onTidy, onMove }: { onTidy: () => void; onMove: () => void }) => {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const controls: readonly (readonly [label: string, Icon: Icon, act: () => void])[] = [
    ['Zoom in', IconPlus, () => void zoomIn()],
    ['Zoom out', IconMinus, () => void zoomOut()],
    ['Fit to view', IconMaximize, () => void fitView(OVERVIEW)],
    ['Reset layout', IconLayoutGrid, onTidy],
  ];
  return (
    <div className={classes.footer}>
      <ul className={classes.legend} aria-label="Legend">
        {entries.map(({ relation, words }) => (
          <li key={relation}>
            <svg width="24" height="8" aria-hidden="true">
              <path d="M0 4H24" className={classes.sample} data-relation={relation} />
            </svg>
            {words}
          </li>
        ))}
      </ul>
      <div className={classes.controls} role="toolbar" aria-label="View of the graph">
        {controls.map(([label, ControlIcon, act]) => (
          <Tooltip key={label} label={label}>
            <ActionIcon
              aria-label={label}
              onClick={() => {
                onMove();
                act();
              }}
            >
              <ControlIcon size={16} stroke={1.5} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        ))}
      </div>
    </div>
  );
};
