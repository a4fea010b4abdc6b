import type { ViewersPort } from '#main/gateway/ports/index.ts';
import type { Journal, Viewer } from '#main/journal/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import { chatPlatformSchema, type ChatMessage } from '#shared/model/index.ts';

/** Looked at to find who goes by a name. One name rarely means more than a handful of people. */
const messagesLookedAt = 5_000;
const mostViewers = 20;
/** How ids look on both platforms; a person without a message is found by theirs. */
const looksLikeId = /^\d{4,20}$/;

export interface ViewersParts {
  readonly journal: Pick<Journal, 'queryChat' | 'exportViewer' | 'deleteViewer'>;
  /** How many backups hold a journal. */
  readonly backups: () => Promise<number>;
  /** How many incident files are saved, and where. Those with chat hold its viewers, and nobody rewrites a file that was saved. */
  readonly incidentFiles: () => Promise<{ readonly count: number; readonly folder: string }>;
  /** The newest messages, in which display names are looked for too. */
  readonly recent: () => readonly ChatMessage[];
  /** Takes a viewer out of what is held in memory. */
  readonly forget: (viewer: Viewer) => void;
  readonly tell: (draft: TopicDraft) => void;
}

const idOf = ({ platform, userId }: Viewer): string => `${platform}\n${userId}`;

/** What is kept of one person, for them to have or for it to be gone. */
export const createViewersPort = ({
  journal,
  backups,
  incidentFiles,
  recent,
  forget,
  tell,
}: ViewersParts): ViewersPort => {
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
  const incidentsRemark = async (): Promise<string> => {
    const { count, folder } = await incidentFiles();
    if (count === 0) return '';
    const files = count === 1 ? 'An incident file' : `${count} incident files`;
    return ` ${files} in ${folder} may name them still: delete those that were made with chat.`;
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
    delete: async (viewer) => {
      // First what is in memory, so that nothing of it is written after the deletion.
      forget(viewer);
      const deleted = await journal.deleteViewer(viewer);
      if (!deleted.ok) return deleted;
      const { messages, events } = deleted.value;
      // Says nothing by which they could be known again.
      tell(viewerDeleted({ messages, events }, { remark: await incidentsRemark() }));
      return ok({ ...deleted.value, backups: await backups() });
    },
  };
};
