import { createOperations, type Operations } from '#core/index.ts';
import { studioOperations } from '#main/orchestrators/studio/operations.ts';
import type { BuiltSystem } from './system.ts';

/** Joins the operations of the orchestrators with those of owners that are none. */
export const collectOperations = ({ system, chatPresence, implementations }: BuiltSystem): Operations => {
  const { bus, clock, ids } = system.services;
  return createOperations({
    bus,
    clock,
    ids,
    implementations: [...implementations, ...studioOperations((id) => chatPresence.obs(id))],
  });
};
