import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { KeyHint } from '../../ui/index.ts';
import classes from './search-bar.module.css';

/** What to look for in all chat that is kept; empty for the chat as it goes. */
export const SearchBar = ({
  wanted,
  fieldRef,
  onChange,
}: {
  wanted: string;
  fieldRef: Ref<HTMLInputElement>;
  readonly onChange: (wanted: string) => void;
}) => (
  <search className={classes.bar} aria-label="Search the chat">
    <TextInput
      ref={fieldRef}
      className={classes.field}
      aria-label="Words of a message, or the name of who wrote it"
      placeholder="Search chat: words, or a viewer’s name"
      leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
      rightSection={<KeyHint keys={['/']} />}
      value={wanted}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (wanted === '') event.currentTarget.blur();
        else onChange('');
      }}
    />
    {wanted !== '' && <Button onClick={() => onChange('')}>Back to the chat</Button>}
  </search>
);
