import type { AnyTopic } from '#shared/catalogue/topics/define.ts';

const begin = '<!-- topics: written by `npm run audit:orchestrators -- --write` -->';
const end = '<!-- end of topics -->';

/** Describes a schema by the names of its fields; optional fields get a question mark. */
const fieldsOf = ({ data }: AnyTopic): string => {
  const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
    'shape' in data && typeof data.shape === 'object' && data.shape !== null ? { ...data.shape } : {};
  const names = Object.entries(shape).map(
    ([name, field]) => `\`${name}${field.safeParse(undefined).success ? '?' : ''}\``,
  );
  return names.join(', ');
};

const placeOf = ({ keep }: AnyTopic): string => ({ events: 'events', chat: 'chat', none: 'not kept' })[keep];

const viewersOf = ({ people, keep, namesNobody }: AnyTopic): string => {
  if (namesNobody) return 'no';
  return people !== null || keep === 'chat' ? 'yes' : 'perhaps';
};

/** Returns the table of topics as Markdown, sorted by name. */
export const renderTopics = (topics: readonly AnyTopic[]): string =>
  [
    begin,
    '',
    '| topic | title | data | kept as | names viewers |',
    '|---|---|---|---|---|',
    ...topics
      .toSorted((left, right) => left.name.localeCompare(right.name, 'en'))
      .map(
        (topic) =>
          `| \`${topic.name}\` | ${topic.title} | ${fieldsOf(topic)} | ${placeOf(topic)} | ${viewersOf(topic)} |`,
      ),
    '',
    end,
  ].join('\n');

/** Replaces the table in a document. Throws when one of the two marks is missing. */
export const placeTopics = (document: string, topics: readonly AnyTopic[]): string => {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document lacks the marks ${begin} and ${end}`);
  return document.slice(0, from) + renderTopics(topics) + document.slice(to + end.length);
};
