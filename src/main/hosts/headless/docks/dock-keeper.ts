import type { DockKeeper } from '../../shared/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { dockCreated, dockRevoked } from '#shared/catalogue/topics/host.ts';
import { ok } from '#shared/kernel/index.ts';
import type { DockRegistry } from './dock-registry.ts';

/** The docks as people ask for them: with addresses of this server, and told in the event log. */
export const createDockKeeper = (parts: {
  readonly book: DockRegistry;
  readonly origin: () => string;
  /** Hides a new token wherever it would show, but in the answer to who asked for it. */
  readonly hide: (token: string) => void;
  readonly report: (draft: TopicDraft) => void;
}): DockKeeper => {
  const { book, origin, hide, report } = parts;
  return {
    list: () => book.list(),
    create: async (name) => {
      const made = await book.create(name);
      if (!made.ok) return made;
      const { dock, token } = made.value;
      hide(token);
      report(dockCreated({ dock: dock.id }, { name }));
      return ok({ dock, address: `${origin()}/dock.html#token=${token}` });
    },
    revoke: async (id) => {
      const name = book.list().find((dock) => dock.id === id)?.name ?? id;
      const revoked = await book.revoke(id);
      if (revoked.ok) report(dockRevoked({ dock: id }, { name }));
      return revoked;
    },
  };
};
