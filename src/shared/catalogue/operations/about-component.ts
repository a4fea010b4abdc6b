import { isolate } from '../../kernel/index.ts';
import type { OperationWorld } from './world.ts';

/** The target of an operation that is about one component: the id of its input. */
export const target = ({ id }: { readonly id: string }): string => id;

/** Names a component for people; by its id where nothing is known of it. */
export const titleOf = (id: string, world: OperationWorld): string => isolate(world.titleOf(id) ?? id);
