import { isolate } from '#shared/kernel/index.ts';
import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { programSwitchMode } from '#shared/catalogue/operations/program.ts';
import type { RunMode } from '#shared/model/index.ts';
import { liveConnections } from '../model/live-connections.ts';
import { useMode, useSettings, useStores, useSystem } from '../stores/stores-context.tsx';
import { ForeignText, KeyHint, Lamp } from '../ui/index.ts';
import classes from './mode-dialog.module.css';
import { useTrials, type Trial } from './use-trials.ts';

const Tried = ({ trial }: { trial: Trial | undefined }) =>
  trial === undefined ? null : (
    <dd className={classes.tried}>
      {trial.status === 'trying' ? (
        'Trying'
      ) : (
        <>
          <Lamp level={trial.ok ? 'healthy' : 'unhealthy'} />{' '}
          <span>
            <ForeignText>{trial.message}</ForeignText>
          </span>
        </>
      )}
    </dd>
  );

const Connections = () => {
  const { mode, navigation } = useStores();
  const connections = liveConnections(useSettings((state) => state.sections));
  const { trials, trying, tryAll } = useTrials();
  const targets = [
    ...new Set(
      connections.flatMap(({ place, target }) => (place === null || target === null ? [] : [target])),
    ),
  ];
  if (connections.length === 0) return <p className={classes.lead}>Reading what is set up…</p>;
  const missing = connections.find(({ place }) => place === null);
  const openSettings = (): void => {
    mode.getState().cancel();
    navigation.getState().goTo('settings', { section: missing?.target ?? '' });
  };
  return (
    <>
      <p className={classes.lead}>
        Cuelight ends the rehearsal and connects to what is set up. Nothing is sent until you or a command
        sends it.
      </p>
      <dl className={classes.connections}>
        {connections.map(({ title, place, target }) => (
          <div key={title} className={classes.connection}>
            <dt>{isolate(title)}</dt>
            <dd className={place === null ? classes.absent : classes.place}>{place ?? 'not set up'}</dd>
            {place !== null && target !== null && <Tried trial={trials.get(target)} />}
          </div>
        ))}
      </dl>
      <div className={classes.tools}>
        <Button disabled={targets.length === 0} loading={trying} onClick={() => void tryAll(targets)}>
          Try {targets.length === 1 ? 'it' : 'them'} now
        </Button>
        {missing && <Button onClick={openSettings}>Set up {isolate(missing.title)}</Button>}
      </div>
    </>
  );
};

const Rehearse = () => {
  const show = useSystem((state) => state.run?.show?.state ?? null);
  return (
    <p className={classes.lead}>
      Cuelight leaves Twitch, Discord and OBS and plays them on this machine. What OBS does goes on.
      {(show === 'live' || show === 'on-air') &&
        ' The show is on air: until you go live again, chat is neither read nor answered.'}
    </p>
  );
};

const Content = ({ asked }: { asked: RunMode }) => {
  const telling = useMode((state) => state.telling);
  const failure = useMode((state) => state.failure);
  const confirm = useMode((state) => state.confirm);
  const cancel = useMode((state) => state.cancel);
  return (
    <>
      {asked === 'live' ? <Connections /> : <Rehearse />}
      <p className={classes.note}>
        It begins anew for that, which takes a few seconds. The choice is kept for the next start.
      </p>
      {failure !== null && (
        <p className={classes.failure} role="alert">
          <ForeignText>{failure}</ForeignText>
        </p>
      )}
      <div className={classes.buttons}>
        <Button onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
          Stay as it is
        </Button>
        <Button variant="filled" data-autofocus loading={telling} onClick={() => void confirm()}>
          {programSwitchMode.summary({ mode: asked })}
        </Button>
      </div>
    </>
  );
};

/** Asks before the program changes between rehearsal and live, and says what it will connect to. */
export const ModeDialog = () => {
  const { settings } = useStores();
  const asked = useMode((state) => state.asked);
  const cancel = useMode((state) => state.cancel);
  useEffect(() => {
    if (asked === 'live') void settings.getState().load();
  }, [asked, settings]);
  return (
    <Modal
      opened={asked !== null}
      onClose={cancel}
      title={asked === null ? '' : programSwitchMode.summary({ mode: asked })}
    >
      {asked !== null && <Content asked={asked} />}
    </Modal>
  );
};
