import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { KeyHint } from '../../ui/index.ts';
import classes from './search-bar.module.css';

const texts = {
  region: 'Search chat',
  field: 'Words of a message, or a user name',
  placeholder: 'Search chat by word or user name',
  back: 'Back to chat',
} as const;

/** The search field over all saved chat. An empty field shows the live chat. */
export const SearchBar = ({
  query,
  fieldRef,
  onChange,
}: {
  query: string;
  fieldRef: Ref<HTMLInputElement>;
  readonly onChange: (query: string) => void;
}) => (
  <search className={classes.bar} aria-label={texts.region}>
    <TextInput
      ref={fieldRef}
      className={classes.field}
      aria-label={texts.field}
      placeholder={texts.placeholder}
      leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
      rightSection={<KeyHint keys={['/']} />}
      value={query}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (query === '') event.currentTarget.blur();
        else onChange('');
      }}
    />
    {query !== '' && <Button onClick={() => onChange('')}>{texts.back}</Button>}
  </search>
);
