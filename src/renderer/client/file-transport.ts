import { ORPCError } from '@orpc/client';
import { isObject } from '#shared/kernel/index.ts';
import { ok } from '#shared/kernel/result.ts';
import type { EventRecord, IncidentContent } from '#shared/model/index.ts';
import { createEventMatcher, readShownEvents } from '../data/event-filter.ts';
import { findChat, type ChatQuery } from '../data/find-chat.ts';
import type { RpcLink } from './cuelight-client.ts';
import type { Transport } from './transport.ts';

const EPOCH = 'file';
const frame = { epoch: EPOCH, seq: 0 };

/** One frame, and then nothing more until the reader goes: a file does not change. */
async function* once(first: unknown, signal: AbortSignal | undefined): AsyncGenerator {
  yield first;
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Whether an event is before or after a place, which is an instant or another event. */
const isBeyond = (
  events: readonly EventRecord[],
  index: number,
  place: number | string,
  direction: -1 | 1,
): boolean => {
  const event = events[index];
  if (!event) return false;
  if (typeof place === 'number') return (event.at - place) * direction > 0;
  const at = events.findIndex(({ id }) => id === place);
  return at < 0 || (index - at) * direction > 0;
};

const placeOf = (value: unknown): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Answers what the window itself asks, newest first. */
const queryEvents = (events: readonly EventRecord[], input: unknown) => {
  const asked = isObject(input) ? input : {};
  const limit = typeof asked['limit'] === 'number' ? asked['limit'] : 200;
  const before = placeOf(asked['before']);
  const after = placeOf(asked['after']);
  const fits = createEventMatcher(
    readShownEvents({
      text: textOf(asked['text']),
      level: textOf(asked['level']) || 'debug',
      component: textOf(asked['component']),
      topic: textOf(asked['topic']),
    }),
  );
  const matches = events.filter(
    (event, index) =>
      (before === null || isBeyond(events, index, before, -1)) &&
      (after === null || isBeyond(events, index, after, 1)) &&
      fits(event),
  );
  const page = matches.slice(-limit).toReversed();
  return {
    events: page,
    next: matches.length > limit ? (page.at(-1)?.id ?? null) : null,
    total: events.length,
    oldestAt: events[0]?.at ?? null,
    indexed: 1,
  };
};

const refused = (): ORPCError<'REFUSED', unknown> =>
  new ORPCError('REFUSED', {
    message:
      'This is a file, not the live show: it holds no more than events, health, chat and the graph, and nothing in it can be acted on.',
    data: {
      fault: 'incident.not-live',
      kind: 'configuration',
      retryable: false,
      action: null,
      details: {},
    },
  });

/** As the contract has it where nothing is said. */
const defaultChatLimit = 100;

const chatQueryOf = (input: unknown): ChatQuery => {
  const wanted = isObject(input) ? input : {};
  const { text, user, name, platform, before, limit } = wanted;
  return {
    text: typeof text === 'string' ? text : undefined,
    user: typeof user === 'string' ? user : undefined,
    name: typeof name === 'string' ? name : undefined,
    platform: platform === 'twitch' || platform === 'discord' ? platform : undefined,
    before: typeof before === 'number' ? before : undefined,
    limit: typeof limit === 'number' ? limit : defaultChatLimit,
  };
};

const createAnswers = ({ components, edges, events, chat, versions, from, madeAt }: IncidentContent) => {
  const run = {
    mode: 'live',
    scenario: null,
    host: 'headless',
    version: versions['cuelight'] ?? 'unknown',
    startedAt: from,
    show: null,
    trial: null,
  } as const;
  const verdict = {
    level: 'unknown',
    headline: 'A file, not live',
    detail: null,
    sentence: 'A file, not live',
    since: madeAt,
    causeId: null,
    collateral: [],
    retryAt: null,
    problems: [],
    action: null,
  } as const;
  const idOf = (input: unknown): unknown => (isObject(input) ? input['id'] : undefined);
  return (name: string, input: unknown, signal: AbortSignal | undefined): unknown => {
    switch (name) {
      case 'system.watch':
        return once({ ...frame, kind: 'snapshot', components, edges, verdict, run }, signal);
      case 'metrics.watch':
        return once({ ...frame, kind: 'snapshot', series: [] }, signal);
      case 'chat.watch':
        return once({ ...frame, kind: 'snapshot', messages: chat, dropped: 0 }, signal);
      case 'events.watch':
        return once({ ...frame, events: [], dropped: 0 }, signal);
      case 'metrics.recent':
        return { series: [] };
      case 'chat.search':
        return { messages: findChat(chat, chatQueryOf(input)), indexed: 1 };
      case 'chat.targets':
        return { targets: [] };
      case 'components.list':
        return { components, edges };
      case 'components.get': {
        const found = components.find(({ id }) => id === idOf(input));
        if (!found) throw refused();
        const dependents = components
          .filter(({ needs }) => needs.some(({ id }) => id === found.id))
          .map(({ id }) => id);
        return { ...found, status: {}, dependents, settingsPath: null };
      }
      case 'events.query':
        return queryEvents(events, input);
      default:
        throw refused();
    }
  };
};

/** What an incident file holds, in place of a host: the same window over it can look and not act. */
export const createFileTransport = (content: IncidentContent): Transport => {
  const answer = createAnswers(content);
  const link: RpcLink = {
    call: async (path, input, options) => answer(path.join('.'), input, options.signal),
  };
  return {
    connect: async () => {
      const { promise: closed, resolve: close } = Promise.withResolvers<string>();
      return ok({ link, closed, close: () => close('The file was closed.') });
    },
  };
};
