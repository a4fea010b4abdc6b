import { createOperations, type Operations } from '#core/index.ts';
import type { BuiltSystem } from './system.ts';

/** Joins the operations of the orchestrators with those of owners that are none. */
export const collectOperations = ({ system, implementations }: BuiltSystem): Operations => {
  const { bus, clock, ids } = system.services;
  return createOperations({
    bus,
    clock,
    ids,
    implementations,
  });
};
