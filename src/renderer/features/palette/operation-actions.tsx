import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import type { AnyOperation, OperationTag } from '#shared/catalogue/operations/define.ts';
import { operations } from '#shared/catalogue/operations/index.ts';
import type { OperationWorld } from '#shared/catalogue/operations/world.ts';
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

type Asked = Pick<Stores, 'operations' | 'world'>;

const actionsOf = (
  operation: AnyOperation,
  world: OperationWorld,
  request: ReturnType<Stores['operations']['getState']>['request'],
): SpotlightActionData[] =>
  operation.offers(world).map((input) => ({
    id: `${operation.id} ${JSON.stringify(input)}`,
    label: operation.summary(input, world),
    keywords: [operation.tag, operation.title, operation.target(input) ?? ''],
    leftSection: <OperationIcon name={operation.icon} />,
    onClick: () => void request(operation, input, 'always'),
  }));

/** Everything that can be done just now, by subject, in the order of the catalogue. */
export const operationGroups = ({ operations: store, world }: Asked): SpotlightActionGroupData[] => {
  const { request } = store.getState();
  const known = world();
  const all: readonly AnyOperation[] = operations;
  const tags = [...new Set(all.map(({ tag }) => tag))];
  return tags.map((tag) => ({
    group: groupTitles[tag],
    actions: all.filter((each) => each.tag === tag).flatMap((each) => actionsOf(each, known, request)),
  }));
};
