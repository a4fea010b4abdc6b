import { Modal } from '@mantine/core';
import { KeyHint } from '../ui/index.ts';
import { pages } from './pages.tsx';
import classes from './shortcuts-dialog.module.css';

const everywhere = [
  { keys: ['mod', 'K'], what: 'Find a page, a part or an action' },
  { keys: ['I'], what: 'Into the inspector' },
  { keys: ['Esc'], what: 'Close the inspector' },
  { keys: ['?'], what: 'This list' },
];
const stage = [
  { keys: ['T'], what: 'Stage as a table, and back' },
  { keys: ['P'], what: 'Problems only, and back' },
  { keys: ['←', '→'], what: 'Follow the edges of the graph' },
  { keys: ['↑', '↓'], what: 'Next part in the same column' },
  { keys: ['Enter'], what: 'Open the part in the inspector' },
];

const lists = [
  { keys: ['/'], what: 'Search' },
  { keys: ['Space'], what: 'Pause the list, and follow it again' },
  { keys: ['End'], what: 'Follow the newest' },
];

const Group = ({
  title,
  entries,
}: {
  title: string;
  entries: readonly { keys: readonly string[]; what: string }[];
}) => (
  <section className={classes.group}>
    <h3>{title}</h3>
    <dl>
      {entries.map(({ keys, what }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            <KeyHint keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  </section>
);

/** All keys of the window. */
export const ShortcutsDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => (
  <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts">
    <Group title="Everywhere" entries={everywhere} />
    <Group title="Pages" entries={pages.map((page) => ({ keys: page.keys, what: page.title }))} />
    <Group title="Stage" entries={stage} />
    <Group title="Events and Chat" entries={lists} />
  </Modal>
);
