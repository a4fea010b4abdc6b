import type { ViewersPort } from '#main/gateway/ports/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import { chatPlatformSchema, type ChatMessage } from '#shared/model/index.ts';

/** Number of messages that are searched for a name. One name rarely belongs to more than a few people. */
const messagesLookedAt = 5_000;
const mostViewers = 20;
/** Ids on both platforms have this form. A person without messages is found by id. */
const looksLikeId = /^\d{4,20}$/;

export interface ViewersParts {
  readonly journal: Pick<Journal, 'queryChat' | 'exportViewer'>;
  /** Returns the newest messages, which are searched for display names too. */
  readonly recent: () => readonly ChatMessage[];
}

const idOf = ({ platform, userId }: Viewer): string => `${platform}\n${userId}`;

/** Returns access to the stored data of one person. */
export const createViewersPort = ({ journal, recent }: ViewersParts): ViewersPort => {
  const candidates = async (
    name: string,
    signal?: AbortSignal,
  ): Promise<Result<readonly Viewer[], Fault>> => {
    const found = await journal.queryChat({ user: name }, messagesLookedAt, signal);
    if (!found.ok) return found;
    const wanted = name.toLowerCase();
    const byDisplayName = recent().filter(({ displayName }) => displayName.toLowerCase() === wanted);
    const byId = looksLikeId.test(name)
      ? chatPlatformSchema.options.map((platform): Viewer => ({ platform, userId: name }))
      : [];
    const viewers = new Map(
      [...found.value, ...byDisplayName, ...byId].map(({ platform, userId }) => {
        const viewer = { platform, userId };
        return [idOf(viewer), viewer] as const;
      }),
    );
    return ok([...viewers.values()].slice(0, mostViewers));
  };
  return {
    find: async (text, signal) => {
      const viewers = await candidates(text.replace(/^@/, ''), signal);
      if (!viewers.ok) return viewers;
      const held: HeldViewer[] = [];
      for (const viewer of viewers.value) {
        const record = await journal.exportViewer(viewer, signal);
        if (!record.ok) return record;
        const { names, messages, events } = record.value;
        if (messages.length + events.length === 0) continue;
        held.push({
          ...viewer,
          names: [...names],
          messages: messages.length,
          events: events.length,
          firstAt: messages[0]?.at ?? null,
          lastAt: messages.at(-1)?.at ?? null,
        });
      }
      return ok(held);
    },
    export: (viewer, signal) => journal.exportViewer(viewer, signal),
  };
};
