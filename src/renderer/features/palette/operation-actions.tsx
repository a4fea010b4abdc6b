import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import type { AnyOperation, OperationTag } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import { componentCommands } from '#shared/catalogue/operations/components.ts';
import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
import { commandActions } from '#shared/model/index.ts';
import type { Stores } from '../../stores/stores.ts';
import { OperationIcon } from '../../ui/index.ts';

const groupTitles: Readonly<Record<OperationTag, string>> = {
  system: 'Cuelight',
  components: 'Components',
  chat: 'Chat',
  obs: 'OBS',
  twitch: 'Twitch',
  discord: 'Discord',
  settings: 'Settings',
  data: 'Data',
  docks: 'Docks',
  rehearsal: 'Rehearsal',
};

type PaletteStores = Pick<Stores, 'commands' | 'operations' | 'world'>;
type Act = (operation: AnyOperation, input: object) => void;

const all: readonly AnyOperation[] = operations;
const tags = [...new Set(all.map(({ tag }) => tag))];

const actionsOf = (operation: AnyOperation, world: OperationWorld, act: Act): SpotlightActionData[] =>
  operation.offers(world).map((input) => ({
    id: `${operation.id} ${JSON.stringify(input)}`,
    label: operation.summary(input, world),
    keywords: [operation.tag, operation.title, operation.target(input) ?? '', ...operation.alsoCalled],
    leftSection: <OperationIcon name={operation.icon} />,
    onClick: () => act(operation, input),
  }));

/** Returns every operation that is available now, grouped by subject, in the order of the catalogue. */
export const operationGroups = ({
  commands,
  operations: store,
  world,
}: PaletteStores): SpotlightActionGroupData[] => {
  /** Runs an operation. Component commands show their plan first. */
  const act: Act = (operation, input) => {
    const action = commandActions.find((each) => componentCommands[each].id === operation.id);
    const target = operation.target(input);
    if (action !== undefined && target !== null) void commands.getState().request(action, target);
    else void store.getState().request(operation, input, 'always');
  };
  const current = world();
  return tags.map((tag) => ({
    group: groupTitles[tag],
    actions: all.filter((each) => each.tag === tag).flatMap((each) => actionsOf(each, current, act)),
  }));
};

/** A page or panel with the controls of operations that need an input from there. */
export interface ControlPlace {
  readonly id: string;
  readonly title: string;
  readonly controls: readonly AnyOperation[];
  readonly open: () => void;
}

/** Returns an action for each control, which opens its place. */
export const controlActions = (places: readonly ControlPlace[]): SpotlightActionData[] =>
  places.flatMap(({ id, title, controls, open }) =>
    controls.map((operation) => ({
      id: `${operation.id} at ${id}`,
      label: `${operation.title}…`,
      description: title,
      keywords: [operation.tag, ...operation.alsoCalled],
      leftSection: <OperationIcon name={operation.icon} />,
      onClick: open,
    })),
  );
