import { Button } from '@mantine/core';
import { isolate } from '#shared/kernel/index.ts';
import { useStores, useSystem } from '../stores/stores-context.tsx';
import classes from './bands.module.css';

/** Always there while rehearsing, so that nobody takes a rehearsal for the show. */
export const RehearsalBand = ({ short = false }: { short?: boolean }) => {
  const { mode } = useStores();
  const rehearsing = useSystem((state) => state.run?.mode === 'rehearsal');
  const scenario = useSystem((state) => state.run?.scenario ?? null);
  if (!rehearsing) return null;
  return (
    <section className={classes.rehearsal} aria-label="Rehearsal">
      <span className={classes.rehearsalWord}>Rehearsal</span>
      {!short && (
        <span>
          {scenario === null ? 'Nothing here reaches' : `Plays “${isolate(scenario)}”. Nothing here reaches`}{' '}
          Twitch, Discord or OBS.
        </span>
      )}
      {!short && <Button onClick={() => mode.getState().ask('live')}>Go live…</Button>}
    </section>
  );
};
