import { implement, type OperationImplementation } from '#core/index.ts';
import { programCheckForUpdate, programInstallUpdate } from '#shared/catalogue/operations/updates.ts';
import { ok } from '#shared/kernel/index.ts';
import type { Updates } from './updates.ts';

/** Implements the operations on updates. */
export const implementUpdates = (updates: Updates): readonly OperationImplementation[] => [
  implement(programCheckForUpdate, {
    obstacle: () => updates.obstacle(),
    run: async (_, { signal }) => {
      const checked = await updates.check(signal);
      if (!checked.ok) return checked;
      const { available, version } = updates.status;
      return ok({
        result: { outcome: available ? 'available' : 'current', version: available?.version ?? version },
      });
    },
  }),
  implement(programInstallUpdate, {
    obstacle: () => updates.obstacle(),
    run: async ({ version }, { signal }) => {
      const handedOver = await updates.install(version, signal);
      return handedOver.ok ? ok({ result: { version, ...handedOver.value } }) : handedOver;
    },
  }),
];
