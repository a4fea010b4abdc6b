import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { rehearsalInjectFault } from '#shared/catalogue/operations/rehearsal.ts';
import { platformOf } from '#shared/model/index.ts';
import { usePreferences, useRehearsal, useStores, useSystem } from '../../stores/stores-context.tsx';
import { useOperation } from '../../stores/use-operation.ts';
import classes from './first-guide.module.css';

/** An OBS crash that ends after 20 s: long enough to see the outage, short enough to see the recovery. */
const obsCrash = { server: 'obs', fault: 'refuse', durationMs: 20_000 } as const;

const texts = {
  title: 'You’re in rehearsal mode',
  lead: 'Cuelight is simulating Twitch, Discord and OBS so you can try everything safely. Three things to try:',
  crash: 'Simulate an OBS crash',
  chat: 'Write in chat',
  connect: 'Connect your accounts',
  close: 'Close the guide',
} as const;

/** The introduction for a first visit, with three things to try. Stays closed once it was closed. */
export const FirstGuide = () => {
  const { preferences, navigation } = useStores();
  const closed = usePreferences((state) => state.guideClosed);
  const rehearsing = useSystem((state) => state.run?.mode === 'rehearsal');
  const obsId = useSystem(
    (state) => [...state.components.values()].find(({ platform }) => platform === 'obs')?.id ?? null,
  );
  const canCrash = useRehearsal(
    ({ status }) =>
      status?.faults.some(({ server, fault }) => server === obsCrash.server && fault === obsCrash.fault) ??
      false,
  );
  const inject = useOperation(rehearsalInjectFault);
  if (closed || !rehearsing) return null;
  const crash = (): void => {
    void inject(obsCrash);
    if (obsId !== null) navigation.getState().select({ kind: 'component', id: obsId });
  };
  const close = (): void => preferences.getState().change({ guideClosed: true });
  return (
    <section className={classes.guide} aria-labelledby="first-guide-title">
      <div className={classes.words}>
        <h2 id="first-guide-title" className={classes.title}>
          {texts.title}
        </h2>
        <p className={classes.lead}>{texts.lead}</p>
        <div className={classes.steps}>
          <Button disabled={!canCrash} onClick={crash}>
            {texts.crash}
          </Button>
          <Button onClick={() => navigation.getState().goTo('chat')}>{texts.chat}</Button>
          <Button
            onClick={() =>
              navigation.getState().goTo('settings', { section: platformOf('twitch').settingsPath })
            }
          >
            {texts.connect}
          </Button>
        </div>
      </div>
      <ActionIcon aria-label={texts.close} onClick={close}>
        <IconX size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </section>
  );
};
