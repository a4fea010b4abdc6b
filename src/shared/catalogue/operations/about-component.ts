import { isolate } from '../../kernel/index.ts';
import type { OperationWorld } from './world.ts';

/** The target of an operation on one component: the `id` of its input. */
export const target = ({ id }: { readonly id: string }): string => id;

/** Returns the title of a component, or its id when the component is unknown. */
export const titleOf = (id: string, world: OperationWorld): string => isolate(world.titleOf(id) ?? id);
