import type { DockProvider } from '../../shared/index.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { dockCreated, dockRevoked } from '#shared/catalogue/topics/host.ts';
import { ok } from '#shared/kernel/index.ts';
import type { DockRegistry } from './dock-registry.ts';

/** Creates the provider of docks, with addresses of this server and events for each change. */
export const createDockProvider = (parts: {
  readonly registry: DockRegistry;
  readonly origin: () => string;
  /** Redacts a new token everywhere except in the answer to its request. */
  readonly hide: (token: string) => void;
  readonly report: (draft: TopicDraft) => void;
}): DockProvider => {
  const { registry, origin, hide, report } = parts;
  return {
    list: () => registry.list(),
    create: async (name) => {
      const created = await registry.create(name);
      if (!created.ok) return created;
      const { dock, token } = created.value;
      hide(token);
      report(dockCreated({ dock: dock.id }, { name }));
      return ok({ dock, address: `${origin()}/dock.html#token=${token}` });
    },
    revoke: async (id) => {
      const name = registry.list().find((dock) => dock.id === id)?.name ?? id;
      const revoked = await registry.revoke(id);
      if (revoked.ok) report(dockRevoked({ dock: id }, { name }));
      return revoked;
    },
  };
};
