import { chatOperations } from './chat.ts';
import type { AnyOperation } from './define.ts';
import { discordOperations } from './discord.ts';
import { obsOperations } from './obs.ts';
import { twitchOperations } from './twitch.ts';

/** Every operation that Cuelight declares. */
export const operations = [
  ...obsOperations,
  ...twitchOperations,
  ...discordOperations,
  ...chatOperations,
] as const;

type DeclaredOperation = (typeof operations)[number];
export type OperationId = DeclaredOperation['id'];
/** The descriptor of an id. */
export type OperationOf<TId extends OperationId> = Extract<DeclaredOperation, { readonly id: TId }>;

const byId: ReadonlyMap<string, AnyOperation> = new Map(operations.map((each) => [each.id, each]));

/** Finds an operation by its id. Undefined for an id of another version or of nobody. */
export const findOperation = (id: string): AnyOperation | undefined => byId.get(id);
