import { ORPCError } from '@orpc/client';
import { isObject } from '#shared/kernel/index.ts';
import { ok } from '#shared/kernel/result.ts';
import { chatPlatformSchema, type EventRecord, type DiagnosticBundle } from '#shared/model/index.ts';
import { createEventMatcher, readShownEvents } from '../model/event-filter.ts';
import { type ChatQuery, findChat } from '../model/find-chat.ts';
import type { RpcLink } from './cuelight-client.ts';
import type { Transport } from './transport.ts';

/** The position of the only frame of each stream. */
const number = { epoch: 'file', seq: 0 };

/** The first frame of each stream by its subject; null when the bundle lacks the subject. */
type FirstFrames = ReadonlyMap<string, object | null>;

/** Yields one frame or none, then waits until the reader stops: a file does not change. */
async function* once(first: object | null, signal: AbortSignal | undefined): AsyncGenerator {
  if (first !== null) yield first;
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** True for an event before or after a position, which is an instant or another event. */
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

/** Answers the window's queries, newest first. */
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
      fault: 'diagnostics.not-live',
      kind: 'configuration',
      retryable: false,
      action: null,
      details: {},
    },
  });

/** Default of the contract. */
const defaultChatLimit = 100;

const chatQueryOf = (input: unknown): ChatQuery => {
  const wanted = isObject(input) ? input : {};
  const { text, user, name, platform, before, limit } = wanted;
  return {
    text: typeof text === 'string' ? text : undefined,
    user: typeof user === 'string' ? user : undefined,
    name: typeof name === 'string' ? name : undefined,
    platform: chatPlatformSchema.safeParse(platform).data,
    before: typeof before === 'number' ? before : undefined,
    limit: typeof limit === 'number' ? limit : defaultChatLimit,
  };
};

const createAnswers = ({ components, edges, events, chat }: DiagnosticBundle, frames: FirstFrames) => {
  const idOf = (input: unknown): unknown => (isObject(input) ? input['id'] : undefined);
  return (name: string, input: unknown, signal: AbortSignal | undefined): unknown => {
    const stream = /^(.+)\.watch$/.exec(name)?.[1];
    const first = stream === undefined ? undefined : frames.get(stream);
    if (first !== undefined) return once(first && { ...first, ...number }, signal);
    switch (name) {
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

/** Serves the window from a diagnostic bundle instead of a host: everything is read-only. */
export const createFileTransport = (content: DiagnosticBundle, frames: FirstFrames): Transport => {
  const answer = createAnswers(content, frames);
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
