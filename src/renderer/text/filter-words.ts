import { findTopic } from '#shared/catalogue/topics/index.ts';
import type { ShownEvents } from '../model/event-filter.ts';
import { formatMoment } from './format.ts';

const DAY_MS = 86_400_000;

export interface FilterChip {
  readonly name: keyof ShownEvents;
  /** The words for screen readers: "source is obs:main". */
  readonly words: string;
  /** The filter's change that removes this chip. */
  readonly without: Partial<ShownEvents>;
}

/** Returns the active filters in words, in the order of the bar. */
export const describeFilter = ({
  text,
  level,
  component,
  topic,
  from,
  to,
}: ShownEvents): readonly FilterChip[] => [
  ...(level === 'debug'
    ? []
    : [
        {
          name: 'level' as const,
          words: level === 'error' ? 'level is error' : `level is ${level} or above`,
          without: { level: 'debug' as const },
        },
      ]),
  ...(component === ''
    ? []
    : [{ name: 'component' as const, words: `source is ${component}`, without: { component: '' } }]),
  ...(topic === ''
    ? []
    : [
        {
          name: 'topic' as const,
          words: topic.endsWith('.*') ? `topic begins with ${topic.slice(0, -2)}` : `topic is ${topic}`,
          without: { topic: '' },
        },
      ]),
  ...(from === null
    ? []
    : [
        {
          name: 'from' as const,
          words: `time is from ${formatMoment(from, DAY_MS)}`,
          without: { from: null },
        },
      ]),
  ...(to === null
    ? []
    : [{ name: 'to' as const, words: `time is before ${formatMoment(to, DAY_MS)}`, without: { to: null } }]),
  ...(text.trim() === ''
    ? []
    : [{ name: 'text' as const, words: `text has “${text.trim()}”`, without: { text: '' } }]),
];

/** A topic with its title: "obs.scene-changed · Scene changed". Families and topics of nobody stand alone. */
export const topicLabel = (name: string): string => {
  const title = findTopic(name)?.title;
  return title === undefined ? name : `${name} · ${title}`;
};
