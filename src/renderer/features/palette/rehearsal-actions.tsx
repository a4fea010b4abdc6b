import { isolate } from '#shared/kernel/index.ts';
import {
  type Icon,
  IconBolt,
  IconMasksTheater,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconTool,
} from '@tabler/icons-react';
import { describeFailure } from '../../client/failure.ts';
import { faultTitle, serverTitle } from '../../text/rehearsal-words.ts';
import type { Stores } from '../../stores/stores.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly Mark: Icon;
  readonly act: () => Promise<unknown>;
}

/** What can be asked of the rehearsal by name: the play, other scenarios, and every fault as it is by default. */
export const rehearsalActions = ({ client, notices, rehearsal }: Stores) => {
  const { status } = rehearsal.getState();
  if (status === null || status.state === 'stopped') return [];
  const { control } = client.rehearsal;
  const run = async (label: string, act: Entry['act']): Promise<void> => {
    try {
      await act();
      notices.getState().show('neutral', `${label}: done.`);
    } catch (thrown) {
      notices.getState().show('bad', describeFailure(thrown).message);
    }
  };
  const broken = status.record.filter(({ until }) => until === null);
  const entries: readonly Entry[] = [
    status.state === 'paused'
      ? {
          id: 'resume',
          label: 'Resume the scenario',
          Mark: IconPlayerPlay,
          act: () => control({ action: 'resume' }),
        }
      : {
          id: 'pause',
          label: 'Pause the scenario',
          Mark: IconPlayerPause,
          act: () => control({ action: 'pause' }),
        },
    {
      id: 'restart',
      label: 'Restart the scenario',
      Mark: IconPlayerSkipBack,
      act: () => control({ action: 'restart' }),
    },
    ...status.scenarios
      .filter(({ id }) => id !== status.scenario.id)
      .map(({ id, title, description }) => ({
        id: `play:${id}`,
        label: `Play “${isolate(title)}”`,
        description,
        Mark: IconMasksTheater,
        act: () => control({ scenario: id }),
      })),
    ...(broken.length > 1
      ? [
          {
            id: 'mend',
            label: 'Mend everything that is broken',
            Mark: IconTool,
            act: () => client.rehearsal.clear({}),
          },
        ]
      : []),
    ...broken.map((each) => ({
      id: `mend:${each.id}`,
      label: `Mend ${serverTitle(each.server)}: ${faultTitle(status.faults, each)}`,
      Mark: IconTool,
      act: () => client.rehearsal.clear({ id: each.id }),
    })),
    ...status.faults.map(({ server, fault, title, description }) => ({
      id: `break:${server}:${fault}`,
      label: `Break ${serverTitle(server)}: ${title}`,
      description,
      Mark: IconBolt,
      act: () => client.rehearsal.inject({ server, fault }),
    })),
  ];
  return entries.map(({ id, label, description = '', Mark, act }) => ({
    id: `rehearsal:${id}`,
    label,
    description,
    leftSection: <Mark size={16} stroke={1.5} aria-hidden="true" />,
    onClick: () => void run(label, act),
  }));
};
