import { NumberInput, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { RehearsalServer, RehearsalStatus } from '#shared/model/index.ts';
import { countOf } from '../../text/format.ts';
import { serverTitle } from '../../text/rehearsal-words.ts';
import { useRehearsal, useRoute, useStores } from '../../stores/stores-context.tsx';
import { Panel } from '../../ui/index.ts';
import classes from './fault-board.module.css';
import { FaultRow } from './fault-row.tsx';

const brokenCount = ({ record }: RehearsalStatus, server: RehearsalServer): number =>
  record.filter((each) => each.server === server && each.until === null).length;

const labelOf = (status: RehearsalStatus, server: RehearsalServer): string => {
  const count = brokenCount(status, server);
  return count === 0 ? serverTitle(server) : `${serverTitle(server)} (${count} broken)`;
};

/** Everything that can be broken, server by server. Which server is shown stands in the address. */
export const FaultBoard = () => {
  const { navigation } = useStores();
  const [lastSeconds, setLastSeconds] = useState<number | null>(null);
  const wanted = useRoute().params['server'];
  const status = useRehearsal((state) => state.status);
  if (status === null) return null;
  const shown = status.servers.find(({ server }) => server === wanted) ?? status.servers[0];
  if (!shown) return null;
  const faults = status.faults.filter(({ server }) => server === shown.server);
  return (
    <Panel title="Break something" padded={false} aside={countOf(faults.length, 'fault')}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label="Which server"
          size="xs"
          data={status.servers.map(({ server }) => ({ value: server, label: labelOf(status, server) }))}
          value={shown.server}
          onChange={(server) => navigation.getState().setParams({ server })}
        />
        <p className={classes.address}>
          listens on <code>{shown.address}</code>
        </p>
        <div className={classes.lasting}>
          What lasts is mended by itself after
          <NumberInput
            aria-label="What lasts is mended by itself after so many seconds"
            className={classes.seconds}
            placeholder="never"
            value={lastSeconds ?? ''}
            min={1}
            max={86_400}
            hideControls
            onChange={(value) => setLastSeconds(typeof value === 'number' ? value : null)}
          />
          s
        </div>
      </div>
      <ul className={classes.list} aria-label={`Faults of ${serverTitle(shown.server)}`}>
        {faults.map((kind) => (
          <FaultRow
            key={`${kind.server}:${kind.fault}`}
            kind={kind}
            lastSeconds={lastSeconds}
            inForce={status.record.find(
              ({ server, fault, until }) => server === kind.server && fault === kind.fault && until === null,
            )}
          />
        ))}
      </ul>
    </Panel>
  );
};
