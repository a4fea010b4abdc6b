import type { AnyOperation } from './define.ts';
import { dockOperations } from './docks.ts';
import { obsOperations } from './obs.ts';
import { programOperations } from './program.ts';
import { rehearsalOperations } from './rehearsal.ts';
import { chatOperations } from './chat.ts';
import { discordOperations } from './discord.ts';
import { twitchOperations } from './twitch.ts';
import { componentOperations } from './components.ts';
import { dataOperations } from './data.ts';
import { settingsOperations } from './settings.ts';
import { updateOperations } from './updates.ts';

/** All operations that Cuelight declares, in palette order. */
export const operations = [
  ...componentOperations,
  ...obsOperations,
  ...twitchOperations,
  ...discordOperations,
  ...chatOperations,
  ...programOperations,
  ...updateOperations,
  ...settingsOperations,
  ...dataOperations,
  ...dockOperations,
  ...rehearsalOperations,
] as const;

type DeclaredOperation = (typeof operations)[number];
export type OperationId = DeclaredOperation['id'];
/** The descriptor of the operation with an id. */
export type OperationOf<TId extends OperationId> = Extract<DeclaredOperation, { readonly id: TId }>;

const byId: ReadonlyMap<string, AnyOperation> = new Map(operations.map((each) => [each.id, each]));

/** Finds an operation by its id. Undefined for an unknown id, for example from another version. */
export const findOperation = (id: string): AnyOperation | undefined => byId.get(id);

/** The ids that operations had in earlier versions. Records in the journal still have them. */
const currentIds: ReadonlyMap<string, OperationId> = new Map([
  ['incident.save', 'diagnostics.save'],
  ['program.begin-anew', 'program.switch-mode'],
  ['rehearsal.break', 'rehearsal.inject-fault'],
  ['rehearsal.mend', 'rehearsal.clear-faults'],
  ['settings.keep-change', 'settings.confirm-change'],
]);

/** Returns the title of a recorded operation, also of one that had another id then. */
export const titleOfRecorded = (id: string): string | undefined =>
  findOperation(currentIds.get(id) ?? id)?.title;
