import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCoin, IconFlag, IconMovie } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import type { TwitchChannel, TwitchRedemptionView } from '#shared/contract/index.ts';
import { cutText, fenceSentence, isolate } from '#shared/kernel/index.ts';
import { type ComponentView, platformLimits } from '#shared/model/index.ts';
import { describeFailure } from '../../../client/failure.ts';
import { countOf, formatShowClock } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import { ForeignText, RelativeTime, Section, useNow } from '../../../ui/index.ts';
import classes from './twitch-panel.module.css';
import { type TwitchChannelFacts, useTwitchChannel } from './use-twitch-channel.ts';
import { failureOf } from '../../../queries/use-host-query.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const MOST_SHOWN = 20;

interface Deed {
  readonly busy: boolean;
  readonly run: (work: () => Promise<string>) => Promise<boolean>;
}

/** Does something at Twitch, and tells what came of it. */
const useDeed = (): Deed => {
  const { notices } = useStores();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run: async (work) => {
      setBusy(true);
      try {
        notices.getState().show('good', await work());
        return true;
      } catch (thrown) {
        notices.getState().show('bad', describeFailure(thrown).message);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
};

const LiveFor = ({ since }: { since: number }) => (
  <span className={classes.live}>live for {formatShowClock(Math.max(0, useNow() - since))}</span>
);

/** Title and category: what was typed stays until it is saved or given up. */
const TitleForm = ({ channel, reload }: { channel: TwitchChannel; reload: () => void }) => {
  const client = useClient();
  const deed = useDeed();
  const [draft, setDraft] = useState<{ readonly title?: string; readonly category?: string }>({});
  const kept = { title: channel.title, category: channel.category?.name ?? '' };
  const { title, category } = { ...kept, ...draft };
  const changed = title.trim() !== kept.title || category.trim() !== kept.category;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!changed || title.trim() === '') return;
    void (async () => {
      const done = await deed.run(async () => {
        const now = await client.twitch.setChannel({
          ...(title.trim() !== kept.title && { title: title.trim() }),
          ...(category.trim() !== kept.category && { category: category.trim() }),
        });
        return `Twitch shows “${isolate(now.title)}”${now.category ? ` in ${isolate(now.category.name)}` : ''}.`;
      });
      if (done) setDraft({});
      reload();
    })();
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput
        label="Title"
        value={title}
        error={title.trim() === '' ? 'A title needs some text' : null}
        onChange={(event) =>
          setDraft({ ...draft, title: cutText(event.currentTarget.value, platformLimits.twitch.title) })
        }
      />
      <TextInput
        label="Category"
        description="As Twitch names it; empty for none."
        value={category}
        onChange={(event) => setDraft({ ...draft, category: event.currentTarget.value })}
      />
      {changed && (
        <div className={classes.buttons}>
          <Button type="submit" variant="filled" loading={deed.busy} disabled={title.trim() === ''}>
            Change it at Twitch
          </Button>
          <Button disabled={deed.busy} onClick={() => setDraft({})}>
            Discard
          </Button>
        </div>
      )}
    </form>
  );
};

/** A marker and a clip: both need a stream that is live. */
const Moments = ({ live }: { live: boolean }) => {
  const client = useClient();
  const marking = useDeed();
  const clipping = useDeed();
  const mark = async (): Promise<string> => {
    const { positionSeconds } = await client.twitch.createMarker({});
    return `A marker stands at ${formatShowClock(positionSeconds * 1_000)} of the stream.`;
  };
  const clip = async (): Promise<string> => {
    const { url } = await client.twitch.createClip();
    return `Twitch makes a clip: ${url}`;
  };
  return (
    <>
      <div className={classes.buttons}>
        <Button
          disabled={!live}
          loading={marking.busy}
          leftSection={<IconFlag {...icon} />}
          onClick={() => void marking.run(mark)}
        >
          Set a marker
        </Button>
        <Button
          disabled={!live}
          loading={clipping.busy}
          leftSection={<IconMovie {...icon} />}
          onClick={() => void clipping.run(clip)}
        >
          Make a clip
        </Button>
      </div>
      {!live && <p className={classes.note}>Markers and clips need a live stream; the channel is offline.</p>}
    </>
  );
};

const Redemption = ({
  redemption,
  onSettled,
}: {
  redemption: TwitchRedemptionView;
  onSettled: () => void;
}) => {
  const client = useClient();
  const deed = useDeed();
  const { id, rewardId, rewardTitle, cost, user, input, at } = redemption;
  const settle = async (outcome: 'fulfil' | 'refund'): Promise<void> => {
    await deed.run(async () => (await client.twitch.settleRedemption({ id, rewardId, outcome })).message);
    onSettled();
  };
  const whose = `${isolate(rewardTitle)} of ${isolate(user.displayName)}`;
  return (
    <li className={classes.redemption}>
      <p className={classes.what}>
        <strong>
          <ForeignText>{rewardTitle}</ForeignText>
        </strong>{' '}
        for <ForeignText>{user.displayName}</ForeignText>
      </p>
      <p className={classes.note}>
        {countOf(cost, 'point')} · <RelativeTime at={at} />
      </p>
      {input !== '' && (
        <p className={classes.input}>
          <ForeignText>{input}</ForeignText>
        </p>
      )}
      <div className={classes.buttons}>
        <Button
          size="compact-xs"
          disabled={deed.busy}
          aria-label={`Fulfil ${whose}`}
          leftSection={<IconCheck {...icon} />}
          onClick={() => void settle('fulfil')}
        >
          Fulfil
        </Button>
        <Button
          size="compact-xs"
          disabled={deed.busy}
          aria-label={`Give back the points for ${whose}`}
          leftSection={<IconCoin {...icon} />}
          onClick={() => void settle('refund')}
        >
          Give back
        </Button>
      </div>
    </li>
  );
};

const Redemptions = ({ redemptions: answer, reload }: Pick<TwitchChannelFacts, 'redemptions' | 'reload'>) => {
  if (answer.status !== 'ready')
    return (
      <p className={classes.note}>
        <ForeignText>{answer.status === 'failed' ? answer.message : 'Asking what waits'}</ForeignText>
      </p>
    );
  const {
    value: { redemptions: value },
    failure,
  } = answer;
  return (
    <>
      {failure !== null && (
        <p className={classes.note}>
          <ForeignText>{failure}</ForeignText>
        </p>
      )}
      {value.length === 0 ? (
        <p className={classes.note}>Nothing waits to be fulfilled.</p>
      ) : (
        <ul className={classes.redemptions} aria-label="Redemptions that wait">
          {value.slice(0, MOST_SHOWN).map((redemption) => (
            <Redemption key={redemption.id} redemption={redemption} onSettled={reload} />
          ))}
        </ul>
      )}
      {value.length > MOST_SHOWN && (
        <p className={classes.note}>{countOf(value.length - MOST_SHOWN, 'older one')} wait beside these.</p>
      )}
    </>
  );
};

/** The channel through the Twitch API: its title and category, moments to mark, and the redemptions that wait. */
export const TwitchPanel = ({ component }: { component: ComponentView }) => {
  const running = component.state === 'running' || component.state === 'degraded';
  const { channel, redemptions, reload } = useTwitchChannel(running);
  if (!running) {
    return (
      <Section title="Channel">
        <p className={classes.note}>
          {component.wanted === 'stopped'
            ? 'The Twitch API is off: set a client id and sign in under Settings, Twitch.'
            : `The channel can be changed once the Twitch API runs: ${fenceSentence(component.health.summary)}`}
        </p>
      </Section>
    );
  }
  const value = channel.status === 'ready' ? channel.value : null;
  const failure = failureOf(channel);
  const waiting = redemptions.status === 'ready' ? redemptions.value.redemptions : null;
  const liveSince = value?.liveSince ?? null;
  return (
    <>
      <Section
        title="Channel"
        aside={value && (liveSince === null ? 'offline' : <LiveFor since={liveSince} />)}
      >
        {failure !== null && (
          <p className={classes.note}>
            <ForeignText>{failure}</ForeignText>
          </p>
        )}
        {value === null
          ? failure === null && <p className={classes.note}>Asking Twitch</p>
          : value && <TitleForm channel={value} reload={reload} />}
        {value && <Moments live={liveSince !== null} />}
      </Section>
      <Section title="Redemptions" aside={waiting && countOf(waiting.length, 'waiting', 'waiting')}>
        <Redemptions redemptions={redemptions} reload={reload} />
      </Section>
    </>
  );
};
