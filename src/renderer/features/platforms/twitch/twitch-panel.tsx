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
import { countOf, formatCount, formatShowClock } from '../../../text/format.ts';
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

const texts = {
  liveFor: (time: string) => `live for ${time}`,
  title: 'Title',
  titleMissing: 'Enter a title',
  category: 'Category',
  categoryHint: 'The exact name on Twitch. Leave it empty for no category.',
  update: 'Update on Twitch',
  discard: 'Discard',
  offlineMoments: 'Markers and clips need a live stream. The channel is offline.',
  rewardOf: (reward: string, viewer: string) => `${reward} for ${viewer}`,
  fulfil: 'Fulfil',
  fulfilFor: (what: string) => `Fulfil ${what}`,
  refund: 'Refund',
  refundFor: (what: string) => `Refund ${what}`,
  loading: 'Loading…',
  none: 'No pending redemptions.',
  list: 'Pending redemptions',
  older: (count: string) => `${count} more pending.`,
  channel: 'Channel',
  off: 'The Twitch API is off. Set a client ID and sign in under Settings › Twitch.',
  notRunning: (reason: string) => `You can edit the channel once the Twitch API is running: ${reason}`,
  offline: 'offline',
  redemptions: 'Redemptions',
  pending: (count: string) => `${count} pending`,
} as const;

const LiveFor = ({ since }: { since: number }) => (
  <span className={classes.live}>{texts.liveFor(formatShowClock(Math.max(0, useNow() - since)))}</span>
);

/** The form for title and category. A draft stays until it is saved or discarded. */
const TitleForm = ({ channel, reload }: { channel: TwitchChannel; reload: () => void }) => {
  const setChannel = useOperation(twitchSetChannel);
  const busy = useOperationRecord(twitchSetChannel, {})?.phase === 'asked';
  const [draft, setDraft] = useState<{ readonly title?: string; readonly category?: string }>({});
  const saved = { title: channel.title, category: channel.category?.name ?? '' };
  const { title, category } = { ...saved, ...draft };
  const changed = title.trim() !== saved.title || category.trim() !== saved.category;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!changed || title.trim() === '') return;
    void (async () => {
      const record = await setChannel({
        ...(title.trim() !== saved.title && { title: title.trim() }),
        ...(category.trim() !== saved.category && { category: category.trim() }),
      });
      if (record?.phase === 'done') setDraft({});
      reload();
    })();
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput
        label={texts.title}
        value={title}
        error={title.trim() === '' ? texts.titleMissing : null}
        onChange={(event) =>
          setDraft({ ...draft, title: cutText(event.currentTarget.value, platformLimits.twitch.title) })
        }
      />
      <TextInput
        label={texts.category}
        description={texts.categoryHint}
        value={category}
        onChange={(event) => setDraft({ ...draft, category: event.currentTarget.value })}
      />
      {changed && (
        <div className={classes.buttons}>
          <Button type="submit" variant="filled" loading={busy} disabled={title.trim() === ''}>
            {texts.update}
          </Button>
          <Button disabled={busy} onClick={() => setDraft({})}>
            {texts.discard}
          </Button>
        </div>
      )}
    </form>
  );
};

/** The buttons for a marker and a clip, which need a live stream. */
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
      {!live && <p className={classes.note}>{texts.offlineMoments}</p>}
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
  const what = texts.rewardOf(isolate(rewardTitle), isolate(user.displayName));
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
          aria-label={texts.fulfilFor(what)}
          leftSection={<IconCheck {...icon} />}
          onClick={() => void settle('fulfil')}
        >
          {texts.fulfil}
        </Button>
        <Button
          size="compact-xs"
          disabled={busy}
          aria-label={texts.refundFor(what)}
          leftSection={<IconCoin {...icon} />}
          onClick={() => void settle('refund')}
        >
          {texts.refund}
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
        <ForeignText>{failure ?? texts.loading}</ForeignText>
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
        <p className={classes.note}>{texts.none}</p>
      ) : (
        <ul className={classes.redemptions} aria-label={texts.list}>
          {value.slice(0, MOST_SHOWN).map((redemption) => (
            <Redemption key={redemption.id} redemption={redemption} onSettled={reload} />
          ))}
        </ul>
      )}
      {value.length > MOST_SHOWN && (
        <p className={classes.note}>{texts.older(formatCount(value.length - MOST_SHOWN))}</p>
      )}
    </>
  );
};

/** The channel through the Twitch API: title and category, markers and clips, and pending redemptions. */
export const TwitchPanel = ({ component }: { component: ComponentView }) => {
  const running = component.state === 'running' || component.state === 'degraded';
  const { channel, redemptions, reload } = useTwitchChannel(running);
  if (!running) {
    return (
      <Section title={texts.channel}>
        <p className={classes.note}>
          {component.desired === 'stopped'
            ? texts.off
            : texts.notRunning(fenceSentence(component.health.summary))}
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
        title={texts.channel}
        aside={value && (liveSince === null ? texts.offline : <LiveFor since={liveSince} />)}
      >
        {failure !== null && (
          <p className={classes.note}>
            <ForeignText>{failure}</ForeignText>
          </p>
        )}
        {value === null
          ? failure === null && <p className={classes.note}>{texts.loading}</p>
          : value && <TitleForm channel={value} reload={reload} />}
        {value && <Moments live={liveSince !== null} />}
      </Section>
      <Section title={texts.redemptions} aside={waiting && texts.pending(formatCount(waiting.length))}>
        <Redemptions redemptions={redemptions} reload={reload} />
      </Section>
    </>
  );
};
