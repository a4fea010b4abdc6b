import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { settingsConfirmChange } from '#shared/catalogue/operations/settings.ts';
import { isolate } from '#shared/kernel/index.ts';
import { LiveText } from '../a11y/live-text.tsx';
import { describeFailure } from '../client/failure.ts';
import { runOperation } from '../client/run-operation.ts';
import { formatSpan } from '../text/format.ts';
import { useClient, useStores, useSystem } from '../stores/stores-context.tsx';
import { useNow } from '../ui/index.ts';
import classes from './bands.module.css';

const Countdown = ({ until }: { until: number }) => {
  const left = Math.max(0, Math.ceil((until - useNow()) / 1_000) * 1_000);
  return <>{left === 0 ? 'now' : `in ${formatSpan(left)}`}</>;
};

/** Counts down while a change of the settings is watched over, and offers to keep it whatever comes. */
export const SettingsTrialBand = () => {
  const client = useClient();
  const { notices } = useStores();
  const trial = useSystem((state) => state.run?.trial ?? null);
  const [busy, setBusy] = useState(false);
  if (!trial) return null;
  const keep = async (): Promise<void> => {
    setBusy(true);
    try {
      const { message } = await runOperation(client, settingsConfirmChange, {});
      notices.getState().show('good', message ?? '');
    } catch (thrown) {
      notices.getState().show('bad', describeFailure(thrown).message);
    } finally {
      setBusy(false);
    }
  };
  const sections = trial.sections.map(isolate).join(', ');
  const waits = trial.waitingFor.map(({ title }) => isolate(title)).join(', ') || 'what it restarted';
  return (
    <section className={classes.trial} aria-label="Change on trial">
      <IconHistory size={16} stroke={1.5} aria-hidden="true" />
      <LiveText
        text={`The change of ${sections} is taken back by itself unless ${waits} is well again in time.`}
      />
      <span>
        The change of {sections} is taken back <Countdown until={trial.deadlineAt} /> unless {waits} is well
        again.
      </span>
      <Button loading={busy} onClick={() => void keep()}>
        Keep it
      </Button>
    </section>
  );
};
