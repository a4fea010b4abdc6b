import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCoin } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { cutText, fenceSentence, isolate } from '#shared/kernel/index.ts';
import {
  type ComponentView,
  platformLimits,
  type TwitchChannel,
  type TwitchRedemptionView,
} from '#shared/model/index.ts';
import { countOf, formatShowClock } from '../../../text/format.ts';
import { ForeignText, OperationIcon, RelativeTime, Section, useNow } from '../../../ui/index.ts';
import classes from './twitch-panel.module.css';
import { type TwitchChannelFacts, useTwitchChannel } from './use-twitch-channel.ts';
import { failureOf, valueOf } from '../../../queries/use-host-query.ts';
import {
  twitchCreateClip,
  twitchCreateMarker,
  twitchSetChannel,
  twitchSettleRedemption,
} from '#shared/catalogue/operations/twitch.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const MOST_SHOWN = 20;

const LiveFor = ({ since }: { since: number }) => (
  <span className={classes.live}>live for {formatShowClock(Math.max(0, useNow() - since))}</span>
);

/** Title and category: what was typed stays until it is saved or given up. */
const TitleForm = ({ channel, reload }: { channel: TwitchChannel; reload: () => void }) => {
  const setChannel = useOperation(twitchSetChannel);
  const busy = useOperationRecord(twitchSetChannel, {})?.phase === 'asked';
  const [draft, setDraft] = useState<{ readonly title?: string; readonly category?: string }>({});
  const kept = { title: channel.title, category: channel.category?.name ?? '' };
  const { title, category } = { ...kept, ...draft };
  const changed = title.trim() !== kept.title || category.trim() !== kept.category;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!changed || title.trim() === '') return;
    void (async () => {
      const record = await setChannel({
        ...(title.trim() !== kept.title && { title: title.trim() }),
        ...(category.trim() !== kept.category && { category: category.trim() }),
      });
      if (record?.phase === 'done') setDraft({});
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
          <Button type="submit" variant="filled" loading={busy} disabled={title.trim() === ''}>
            Change it at Twitch
          </Button>
          <Button disabled={busy} onClick={() => setDraft({})}>
            Discard
          </Button>
        </div>
      )}
    </form>
  );
};

/** A marker and a clip: both need a stream that is live. */
const Moments = ({ live }: { live: boolean }) => {
  const mark = useOperation(twitchCreateMarker);
  const clip = useOperation(twitchCreateClip);
  const marker = { description: '' };
  const marking = useOperationRecord(twitchCreateMarker, marker)?.phase === 'asked';
  const clipping = useOperationRecord(twitchCreateClip, {})?.phase === 'asked';
  return (
    <>
      <div className={classes.buttons}>
        <Button
          disabled={!live}
          loading={marking}
          leftSection={<OperationIcon name={twitchCreateMarker.icon} />}
          onClick={() => void mark(marker)}
        >
          {twitchCreateMarker.title}
        </Button>
        <Button
          disabled={!live}
          loading={clipping}
          leftSection={<OperationIcon name={twitchCreateClip.icon} />}
          onClick={() => void clip({})}
        >
          {twitchCreateClip.title}
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
  const request = useOperation(twitchSettleRedemption);
  const { id, rewardId, rewardTitle, cost, user, input, at } = redemption;
  const settling = useOperationRecord(twitchSettleRedemption, { id, rewardId, outcome: 'fulfil' });
  const busy = settling?.phase === 'asked';
  const settle = async (outcome: 'fulfil' | 'refund'): Promise<void> => {
    await request({ id, rewardId, outcome });
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
          disabled={busy}
          aria-label={`Fulfil ${whose}`}
          leftSection={<IconCheck {...icon} />}
          onClick={() => void settle('fulfil')}
        >
          Fulfil
        </Button>
        <Button
          size="compact-xs"
          disabled={busy}
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
  const failure = failureOf(answer);
  if (answer.status !== 'ready')
    return (
      <p className={classes.note}>
        <ForeignText>{failure ?? 'Asking what waits'}</ForeignText>
      </p>
    );
  const { redemptions: value } = answer.value;
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
  const value = valueOf(channel);
  const failure = failureOf(channel);
  const waiting = valueOf(redemptions)?.redemptions ?? null;
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
