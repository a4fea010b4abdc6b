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

const texts = {
  label: 'Settings change',
  announce: (sections: string, waits: string) =>
    `Cuelight rolls back the ${sections} settings unless ${waits} in time.`,
  rollingBack: (sections: string) => `Rolling back the ${sections} settings `,
  unless: (waits: string) => ` unless ${waits}.`,
  recovers: (titles: string, count: number) => `${titles} ${count === 1 ? 'recovers' : 'recover'}`,
  restarted: 'the restarted components recover',
  now: 'now',
  within: (span: string) => `in ${span}`,
  keep: 'Keep changes',
} as const;

const Countdown = ({ until }: { until: number }) => {
  const left = Math.max(0, Math.ceil((until - useNow()) / 1_000) * 1_000);
  return <>{left === 0 ? texts.now : texts.within(formatSpan(left))}</>;
};

/** Counts down to the rollback of a settings change, and offers to keep the change. */
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
  const { waitingFor } = trial;
  const waits =
    waitingFor.length === 0
      ? texts.restarted
      : texts.recovers(waitingFor.map(({ title }) => isolate(title)).join(' and '), waitingFor.length);
  return (
    <section className={classes.trial} aria-label={texts.label}>
      <IconHistory size={16} stroke={1.5} aria-hidden="true" />
      <LiveText text={texts.announce(sections, waits)} />
      <span>
        {texts.rollingBack(sections)}
        <Countdown until={trial.deadlineAt} />
        {texts.unless(waits)}
      </span>
      <Button loading={busy} onClick={() => void keep()}>
        {texts.keep}
      </Button>
    </section>
  );
};
