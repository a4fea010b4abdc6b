import { NumberInput, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { RehearsalServer, RehearsalStatus } from '#shared/model/index.ts';
import { countOf } from '../../text/format.ts';
import { serverTitle } from '../../text/rehearsal-words.ts';
import { useRehearsal, useRoute, useStores } from '../../stores/stores-context.tsx';
import { Panel } from '../../ui/index.ts';
import classes from './fault-board.module.css';
import { FaultRow } from './fault-row.tsx';

const texts = {
  title: 'Drills',
  server: 'Server',
  listening: 'Listening on',
  autoFix: 'Auto-fix after',
  autoFixLabel: 'Auto-fix after, seconds',
  never: 'never',
  count: (count: number) => countOf(count, 'drill'),
  drills: (server: string) => `Drills for ${isolate(server)}`,
  active: (server: string, count: number) => `${server} (${count} active)`,
} as const;

const activeCount = ({ record }: RehearsalStatus, server: RehearsalServer): number =>
  record.filter((each) => each.server === server && each.until === null).length;

const labelOf = (status: RehearsalStatus, server: RehearsalServer): string => {
  const count = activeCount(status, server);
  return count === 0 ? serverTitle(server) : texts.active(serverTitle(server), count);
};

/** The drills of one server. The address of the page has the server. */
export const FaultBoard = () => {
  const { navigation } = useStores();
  const [fixAfterSeconds, setFixAfterSeconds] = useState<number | null>(null);
  const chosen = useRoute().params['server'];
  const status = useRehearsal((state) => state.status);
  if (status === null) return null;
  const shown = status.servers.find(({ server }) => server === chosen) ?? status.servers[0];
  if (!shown) return null;
  const faults = status.faults.filter(({ server }) => server === shown.server);
  return (
    <Panel title={texts.title} padded={false} aside={texts.count(faults.length)}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={texts.server}
          size="xs"
          data={status.servers.map(({ server }) => ({ value: server, label: labelOf(status, server) }))}
          value={shown.server}
          onChange={(server) => navigation.getState().setParams({ server })}
        />
        <p className={classes.address}>
          {texts.listening} <code>{shown.address}</code>
        </p>
        <div className={classes.lasting}>
          {texts.autoFix}
          <NumberInput
            aria-label={texts.autoFixLabel}
            className={classes.seconds}
            placeholder={texts.never}
            value={fixAfterSeconds ?? ''}
            min={1}
            max={86_400}
            hideControls
            onChange={(value) => setFixAfterSeconds(typeof value === 'number' ? value : null)}
          />
          s
        </div>
      </div>
      <ul className={classes.list} aria-label={texts.drills(serverTitle(shown.server))}>
        {faults.map((kind) => (
          <FaultRow
            key={`${kind.server}:${kind.fault}`}
            kind={kind}
            fixAfterSeconds={fixAfterSeconds}
            active={status.record.find(
              ({ server, fault, until }) => server === kind.server && fault === kind.fault && until === null,
            )}
          />
        ))}
      </ul>
    </Panel>
  );
};
