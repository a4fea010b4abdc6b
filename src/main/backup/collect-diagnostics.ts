import type { Journal } from '#main/journal/index.ts';
import { ok, type Clock, type Fault, type Redactor, type Result } from '#shared/kernel/index.ts';
import type {
  ChatMessage,
  ComponentView,
  EventRecord,
  GraphEdge,
  SecurityReport,
} from '#shared/model/index.ts';
import { encodeDiagnosticBundle } from './encode-diagnostic-bundle.ts';

const maxEvents = 50_000;
const defaultMostChat = 50_000;
const pageEvents = 2_000;
const maxTransitions = 50_000;

export interface DiagnosticSources {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly versions: Readonly<Record<string, string>>;
  readonly graph: () => {
    readonly components: readonly ComponentView[];
    readonly edges: readonly GraphEdge[];
  };
  /** Returns the last security check. */
  readonly security: () => SecurityReport;
  /** Returns the active settings by section. */
  readonly settings: () => Promise<Readonly<Record<string, unknown>>>;
  /** Maximum of chat messages in a bundle; 50,000 by default. */
  readonly mostChat?: number;
}

export interface DiagnosticRange {
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** True to include chat, which names viewers. */
  readonly withChat: boolean;
}

const collectEvents = async (
  journal: Journal,
  { from, to }: DiagnosticRange,
  signal: AbortSignal | undefined,
): Promise<Result<{ readonly events: readonly EventRecord[]; readonly cut: boolean }, Fault>> => {
  const events: EventRecord[] = [];
  let before: number | string = to + 1;
  while (events.length < maxEvents) {
    const page: Awaited<ReturnType<Journal['queryEvents']>> = await journal.queryEvents(
      { before, after: from - 1 },
      pageEvents,
      signal,
    );
    if (!page.ok) return page;
    events.push(...page.value.events);
    if (page.value.next === null) return ok({ events: events.toReversed(), cut: false });
    before = page.value.next;
  }
  return ok({ events: events.toReversed(), cut: true });
};

const collectChat = async (
  { journal, mostChat = defaultMostChat }: DiagnosticSources,
  { from, to, withChat }: DiagnosticRange,
  signal: AbortSignal | undefined,
): Promise<Result<{ readonly messages: readonly ChatMessage[]; readonly cut: boolean }, Fault>> => {
  if (!withChat) return ok({ messages: [], cut: false });
  // One message more than fits shows whether there are more.
  const found = await journal.queryChat({ before: to + 1 }, mostChat + 1, signal);
  if (!found.ok) return found;
  const within = found.value.filter(({ at }) => at >= from);
  return ok({ messages: within.slice(0, mostChat).toReversed(), cut: within.length > mostChat });
};

/** Collects the events, health and settings of a time range into a bundle, without secrets. */
export const collectDiagnostics = async (
  sources: DiagnosticSources,
  range: DiagnosticRange,
  signal?: AbortSignal,
): Promise<Result<Buffer, Fault>> => {
  const { journal, clock, redactor, versions } = sources;
  const events = await collectEvents(journal, range, signal);
  if (!events.ok) return events;
  const chat = await collectChat(sources, range, signal);
  if (!chat.ok) return chat;
  const before = await journal.queryHealthAt(range.from - 1, signal);
  if (!before.ok) return before;
  const transitions = await journal.queryTransitions(range.from, maxTransitions);
  if (!transitions.ok) return transitions;
  const settings = await sources.settings();
  const { components, edges } = sources.graph();
  return ok(
    encodeDiagnosticBundle(
      redactor.redact({
        madeAt: clock.now(),
        from: range.from,
        to: range.to,
        versions: { ...versions },
        components: [...components],
        edges: [...edges],
        before: [...before.value],
        transitions: transitions.value.filter(({ at }) => at <= range.to),
        events: [...events.value.events],
        eventsCut: events.value.cut,
        chat: [...chat.value.messages],
        chatCut: chat.value.cut,
        security: sources.security(),
        settings: { ...settings },
      }),
    ),
  );
};
