import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { platformOf, type ComponentView } from '#shared/model/index.ts';
import { usePreferences, useStores, useSystem } from '../../stores/stores-context.tsx';
import classes from './first-guide.module.css';

/** The part that plays the platforms, which can be stopped to see an outage. */
const rehearsalOf = (components: ReadonlyMap<string, ComponentView>): ComponentView | undefined =>
  [...components.values()].find(({ id, kind }) => id === 'rehearsal' && kind === 'component');

/** What this is and what to try, for who sees it for the first time. Closed, it stays closed. */
export const FirstGuide = () => {
  const { preferences, navigation } = useStores();
  const closed = usePreferences((state) => state.guideClosed);
  const rehearsing = useSystem((state) => state.run?.mode === 'rehearsal');
  const rehearsal = useSystem((state) => rehearsalOf(state.components));
  if (closed || !rehearsing) return null;
  const close = (): void => preferences.getState().change({ guideClosed: true });
  return (
    <section className={classes.guide} aria-labelledby="first-guide-title">
      <div className={classes.words}>
        <h2 id="first-guide-title" className={classes.title}>
          You’re in rehearsal mode
        </h2>
        <p className={classes.lead}>
          Pretended Twitch, Discord and OBS play a show on this machine. Every part is drawn below with its
          health. Three things to try:
        </p>
        <div className={classes.steps}>
          <Button
            disabled={!rehearsal}
            onClick={() => navigation.getState().select({ kind: 'component', id: 'rehearsal' })}
          >
            Stop the rehearsal to see an outage
          </Button>
          <Button onClick={() => navigation.getState().goTo('chat')}>Write in chat</Button>
          <Button
            onClick={() =>
              navigation.getState().goTo('settings', { section: platformOf('twitch').settingsPath })
            }
          >
            Set up your own connections
          </Button>
        </div>
      </div>
      <ActionIcon aria-label="Close the guide" onClick={close}>
        <IconX size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </section>
  );
};
