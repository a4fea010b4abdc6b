import { Select, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { Ref } from 'react';
import { topics as declared } from '#shared/catalogue/topics/index.ts';
import { type EventLevel, eventLevels } from '#shared/model/index.ts';
import { topicChoices, type ShownEvents } from '../../model/event-filter.ts';
import { describeFilter, topicLabel } from '../../text/filter-words.ts';
import { KeyHint, ForeignText } from '../../ui/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import classes from './filter-bar.module.css';

const texts = {
  region: 'Filter events',
  text: 'Search by message, topic or source',
  textPlaceholder: 'Search all events',
  level: 'Level',
  source: 'Source',
  anySource: 'Any source',
  noSource: 'No matching source',
  topic: 'Topic',
  anyTopic: 'Any topic',
  noTopic: 'No matching topic',
  active: 'Active filters',
  none: 'No filters',
  remove: (filter: string) => `${isolate(filter)}. Remove this filter`,
} as const;

const levelTexts: Readonly<Record<EventLevel, string>> = {
  debug: 'All levels',
  info: 'Info and above',
  warning: 'Warnings and errors',
  error: 'Errors only',
};
const levelChoices = eventLevels.map((level) => ({ value: level, label: levelTexts[level] }));

const isLevel = (value: string | null): value is ShownEvents['level'] =>
  value !== null && (eventLevels as readonly string[]).includes(value);

const declaredNames = declared.map(({ name }) => name);
const labelled = (value: string) => ({ value, label: topicLabel(value) });

const withChosen = (choices: readonly string[], chosen: string): string[] =>
  chosen === '' || choices.includes(chosen) ? [...choices] : [chosen, ...choices];

/** The active filters in words, each with a button that removes it. */
const FilterChips = ({
  shown,
  onChange,
}: {
  shown: ShownEvents;
  readonly onChange: (change: Partial<ShownEvents>) => void;
}) => {
  const chips = describeFilter(shown);
  return (
    <ul className={classes.chips} aria-label={texts.active}>
      {chips.map(({ name, words, without }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.chip}
            aria-label={texts.remove(words)}
            onClick={() => onChange(without)}
          >
            <ForeignText>{words}</ForeignText>
            <IconX size={12} stroke={1.5} aria-hidden="true" />
          </button>
        </li>
      ))}
      {chips.length === 0 && <li className={classes.none}>{texts.none}</li>}
    </ul>
  );
};

/** Filters by text, level, source and topic, with the active ones in words below. */
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
  <search className={classes.bar} aria-label={texts.region}>
    <div className={classes.fields}>
      <TextInput
        ref={searchRef}
        className={classes.text}
        aria-label={texts.text}
        placeholder={texts.textPlaceholder}
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
        aria-label={texts.level}
        data={levelChoices}
        value={shown.level}
        allowDeselect={false}
        onChange={(value) => {
          if (isLevel(value)) onChange({ level: value });
        }}
      />
      <Select
        className={classes.choice}
        aria-label={texts.source}
        placeholder={texts.anySource}
        searchable
        clearable
        nothingFoundMessage={texts.noSource}
        data={withChosen(sources, shown.component)}
        value={shown.component === '' ? null : shown.component}
        onChange={(value) => onChange({ component: value ?? '' })}
      />
      <Select
        className={classes.choice}
        aria-label={texts.topic}
        placeholder={texts.anyTopic}
        searchable
        clearable
        nothingFoundMessage={texts.noTopic}
        data={withChosen(topicChoices([...declaredNames, ...topics]), shown.topic).map(labelled)}
        value={shown.topic === '' ? null : shown.topic}
        onChange={(value) => onChange({ topic: value ?? '' })}
      />
    </div>
    <FilterChips shown={shown} onChange={onChange} />
  </search>
);
