import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutGrid, IconMaximize, IconMinus, IconPlus, type Icon } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import classes from './stage-footer.module.css';

const entries = [
  { relation: 'requires', words: 'requires: stops what stands right of it' },
  { relation: 'uses', words: 'uses: can do without' },
  { relation: 'events', words: 'events: dots move at their real rate' },
] as const;

/** What "show all" may do; only then are words drawn smaller than can be read. */
const OVERVIEW = { padding: 0.04, maxZoom: 1 };

/** Under the graph: what the lines mean, and how large it is shown. */
export const StageFooter = ({ onTidy, onMove }: { onTidy: () => void; onMove: () => void }) => {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const controls: readonly (readonly [label: string, Icon: Icon, act: () => void])[] = [
    ['Larger', IconPlus, () => void zoomIn()],
    ['Smaller', IconMinus, () => void zoomOut()],
    ['Show all of it', IconMaximize, () => void fitView(OVERVIEW)],
    ['Arrange anew', IconLayoutGrid, onTidy],
  ];
  return (
    <div className={classes.footer}>
      <ul className={classes.legend} aria-label="What the lines mean">
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
