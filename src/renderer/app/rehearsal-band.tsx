import { Button } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import { useStores, useSystem } from '../stores/stores-context.tsx';
import classes from './bands.module.css';

const texts = {
  title: 'Rehearsal',
  show: (scenario: string) => `Simulated show: “${scenario}”. `,
  safe: 'Nothing is sent to Twitch, Discord or OBS.',
  switch: 'Switch to live connections…',
} as const;

/** Stays visible during a rehearsal, so that no viewer mistakes it for the live show. */
export const RehearsalBand = ({ short = false }: { short?: boolean }) => {
  const { mode } = useStores();
  const rehearsing = useSystem((state) => state.run?.mode === 'rehearsal');
  const scenario = useSystem((state) => state.run?.scenario ?? null);
  if (!rehearsing) return null;
  return (
    <section className={classes.rehearsal} aria-label={texts.title}>
      <span className={classes.rehearsalWord}>{texts.title}</span>
      {!short && (
        <span>
          {scenario !== null && texts.show(isolate(scenario))}
          {texts.safe}
        </span>
      )}
      {!short && <Button onClick={() => mode.getState().ask('live')}>{texts.switch}</Button>}
    </section>
  );
};
