import { Select, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { Ref } from 'react';
import { topics as declared } from '#shared/catalogue/topics/index.ts';
import { eventLevels } from '#shared/model/index.ts';
import { topicChoices, type ShownEvents } from '../../model/event-filter.ts';
import { describeFilter, topicLabel } from '../../text/filter-words.ts';
import { KeyHint, ForeignText } from '../../ui/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import classes from './filter-bar.module.css';

const levelChoices = eventLevels.map((level) => ({
  value: level,
  label: level === 'debug' ? 'Every level' : level === 'error' ? 'Errors only' : `${level} and above`,
}));

const isLevel = (value: string | null): value is ShownEvents['level'] =>
  value !== null && (eventLevels as readonly string[]).includes(value);

const declaredNames = declared.map(({ name }) => name);
const labelled = (value: string) => ({ value, label: topicLabel(value) });

const withChosen = (choices: readonly string[], chosen: string): string[] =>
  chosen === '' || choices.includes(chosen) ? [...choices] : [chosen, ...choices];

/** What is in force, as words that can be read aloud, each with a way to take it off. */
const FilterChips = ({
  shown,
  onChange,
}: {
  shown: ShownEvents;
  readonly onChange: (change: Partial<ShownEvents>) => void;
}) => {
  const chips = describeFilter(shown);
  return (
    <ul className={classes.chips} aria-label="Filters in force">
      {chips.map(({ name, words, without }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.chip}
            aria-label={`${isolate(words)}. Take this filter off`}
            onClick={() => onChange(without)}
          >
            <ForeignText>{words}</ForeignText>
            <IconX size={12} stroke={1.5} aria-hidden="true" />
          </button>
        </li>
      ))}
      {chips.length === 0 && <li className={classes.none}>Nothing is filtered</li>}
    </ul>
  );
};

/** Text, level, source and topic; what is chosen stands under it in words. */
export const FilterBar = ({
  shown,
  sources,
  topics,
  searchRef,
  onChange,
}: {
  shown: ShownEvents;
  sources: readonly string[];
  topics: readonly string[];
  searchRef: Ref<HTMLInputElement>;
  readonly onChange: (change: Partial<ShownEvents>) => void;
}) => (
  <search className={classes.bar} aria-label="Filter the events">
    <div className={classes.fields}>
      <TextInput
        ref={searchRef}
        className={classes.text}
        aria-label="Text in the sentence, topic or source"
        placeholder="Search all events"
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<KeyHint keys={['/']} />}
        value={shown.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (shown.text === '') event.currentTarget.blur();
          else onChange({ text: '' });
        }}
      />
      <Select
        className={classes.level}
        aria-label="Level"
        data={levelChoices}
        value={shown.level}
        allowDeselect={false}
        onChange={(value) => {
          if (isLevel(value)) onChange({ level: value });
        }}
      />
      <Select
        className={classes.choice}
        aria-label="Source"
        placeholder="Any source"
        searchable
        clearable
        nothingFoundMessage="No such source"
        data={withChosen(sources, shown.component)}
        value={shown.component === '' ? null : shown.component}
        onChange={(value) => onChange({ component: value ?? '' })}
      />
      <Select
        className={classes.choice}
        aria-label="Topic"
        placeholder="Any topic"
        searchable
        clearable
        nothingFoundMessage="No such topic"
        data={withChosen(topicChoices([...declaredNames, ...topics]), shown.topic).map(labelled)}
        value={shown.topic === '' ? null : shown.topic}
        onChange={(value) => onChange({ topic: value ?? '' })}
      />
    </div>
    <FilterChips shown={shown} onChange={onChange} />
  </search>
);
