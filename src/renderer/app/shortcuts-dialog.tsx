import { Modal } from '@mantine/core';
import type { PageDefinition, Shortcut } from '../registry/page.ts';
import { KeyHint } from '../ui/index.ts';

import classes from './shortcuts-dialog.module.css';

const everywhere: readonly Shortcut[] = [
  { keys: ['mod', 'K'], what: 'Search or run a command' },
  { keys: ['I'], what: 'Move to the inspector' },
  { keys: ['Esc'], what: 'Close the inspector' },
  { keys: ['?'], what: 'Show keyboard shortcuts' },
];

const Group = ({ title, entries }: { title: string; entries: readonly Shortcut[] }) => (
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

/** Returns the shortcuts of the pages, grouped by the pages that share them. */
const groupsOf = (pages: readonly PageDefinition[]): readonly (readonly [string, readonly Shortcut[]])[] => {
  const lists = new Set(pages.flatMap(({ shortcuts }) => (shortcuts ? [shortcuts] : [])));
  return [...lists].map((shortcuts) => {
    const titles = pages.filter((page) => page.shortcuts === shortcuts).map(({ title }) => title);
    return [titles.join(' and '), shortcuts];
  });
};

/** All keyboard shortcuts of the window. */
export const ShortcutsDialog = ({
  pages,
  opened,
  onClose,
}: {
  pages: readonly PageDefinition[];
  opened: boolean;
  onClose: () => void;
}) => (
  <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts">
    <Group title="Everywhere" entries={everywhere} />
    <Group title="Pages" entries={pages.map((page) => ({ keys: page.keys, what: page.title }))} />
    {groupsOf(pages).map(([title, shortcuts]) => (
      <Group key={title} title={title} entries={shortcuts} />
    ))}
  </Modal>
);
