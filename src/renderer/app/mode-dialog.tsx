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

const texts = {
  testing: 'Testing…',
  loading: 'Loading your settings…',
  live: 'Ends rehearsal and connects to your accounts. This does not start your stream, but your messages, command replies and the go-live notice are real from then on.',
  rehearsal:
    'Disconnects from Twitch, Discord and OBS and simulates them. A stream or recording in OBS continues.',
  onAir: ' You’re on air: until you switch back to live connections, Cuelight doesn’t read or answer chat.',
  restart: 'Cuelight restarts (a few seconds) and stays in this mode.',
  notSetUp: 'Not set up',
  setUp: (title: string) => `Set up ${title}`,
  test: (count: number) => (count === 1 ? 'Test connection' : 'Test connections'),
  cancel: 'Cancel',
} as const;

const Tried = ({ trial }: { trial: Trial | undefined }) =>
  trial === undefined ? null : (
    <dd className={classes.tried}>
      {trial.status === 'trying' ? (
        texts.testing
      ) : (
        <>
          <Lamp level={trial.ok ? 'healthy' : 'unhealthy'} says={trial.ok ? 'Passed' : 'Failed'} />{' '}
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
  if (connections.length === 0) return <p className={classes.lead}>{texts.loading}</p>;
  const missing = connections.find(({ place }) => place === null);
  const openSettings = (): void => {
    mode.getState().cancel();
    navigation.getState().goTo('settings', { section: missing?.target ?? '' });
  };
  return (
    <>
      <p className={classes.lead}>{texts.live}</p>
      <dl className={classes.connections}>
        {connections.map(({ title, place, target }) => (
          <div key={title} className={classes.connection}>
            <dt>{isolate(title)}</dt>
            <dd className={place === null ? classes.absent : classes.place}>{place ?? texts.notSetUp}</dd>
            {place !== null && target !== null && <Tried trial={trials.get(target)} />}
          </div>
        ))}
      </dl>
      <div className={classes.tools}>
        <Button disabled={targets.length === 0} loading={trying} onClick={() => void tryAll(targets)}>
          {texts.test(targets.length)}
        </Button>
        {missing && <Button onClick={openSettings}>{texts.setUp(isolate(missing.title))}</Button>}
      </div>
    </>
  );
};

const Rehearse = () => {
  const show = useSystem((state) => state.run?.show?.state ?? null);
  return (
    <p className={classes.lead}>
      {texts.rehearsal}
      {(show === 'live' || show === 'on-air') && texts.onAir}
    </p>
  );
};

const Content = ({ asked }: { asked: RunMode }) => {
  const switching = useMode((state) => state.switching);
  const failure = useMode((state) => state.failure);
  const confirm = useMode((state) => state.confirm);
  const cancel = useMode((state) => state.cancel);
  return (
    <>
      {asked === 'live' ? <Connections /> : <Rehearse />}
      <p className={classes.note}>{texts.restart}</p>
      {failure !== null && (
        <p className={classes.failure} role="alert">
          <ForeignText>{failure}</ForeignText>
        </p>
      )}
      <div className={classes.buttons}>
        <Button onClick={cancel} rightSection={<KeyHint keys={['Esc']} />}>
          {texts.cancel}
        </Button>
        <Button variant="filled" data-autofocus loading={switching} onClick={() => void confirm()}>
          {programSwitchMode.summary({ mode: asked })}
        </Button>
      </div>
    </>
  );
};

/** Asks before Cuelight switches between rehearsal and live connections, and lists those connections. */
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
