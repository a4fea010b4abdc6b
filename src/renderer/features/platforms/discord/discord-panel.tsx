import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { DiscordOverview } from '#shared/contract/index.ts';
import type { ComponentView, DiscordCheck } from '#shared/model/index.ts';
import { countOf, formatCount } from '../../../text/format.ts';
import { Fact, Facts, ForeignText, OperationIcon, RelativeTime, Section } from '../../../ui/index.ts';
import classes from './discord-panel.module.css';
import { failureOf, useHostQuery, useQueries } from '../../../queries/use-host-query.ts';
import type { InputOf } from '#shared/catalogue/operations/define.ts';
import {
  discordRehearseCommand,
  discordRemove,
  discordTryNotice,
} from '#shared/catalogue/operations/discord.ts';
import { useOperation, useOperationRecord } from '../../../stores/use-operation.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const READ_EVERY_MS = 5_000;
const stateWords = { yes: 'OK', no: 'Missing', unknown: 'Unknown' } as const;
const slashWords = { off: 'Off', offered: 'Available', refused: 'Refused', unknown: 'Unknown' } as const;
const noticeWords = { due: 'Scheduled', posted: 'Posted', over: 'Ended', 'given-up': 'Not posted' } as const;

const texts = {
  missing: (count: string) => `${count} missing`,
  bot: 'Bot',
  notConnected: 'Not connected to Discord.',
  signedInAs: 'Signed in as',
  server: 'Server',
  channel: 'Channel',
  signIns: 'Sign-ins in the last hour',
  signInsOf: (used: string, allowed: string) => `${used} of ${allowed}`,
  unknown: 'Unknown',
  invite: 'Invite the bot again',
  slash: 'Slash commands',
  unused: 'Not used since Cuelight started.',
  used: (count: string) => `${count} answered since Cuelight started.`,
  notice: 'Go-live notice',
  off: 'Off',
  waiting: 'Waiting for the stream',
  started: 'Stream started ',
  ended: ' · ended ',
  postTest: 'Post a test',
  deleteTest: 'Delete test post',
  loading: 'Loading…',
  permissions: 'Permissions',
  intents: 'Intents',
} as const;

const Checks = ({ title, checks }: { title: string; checks: readonly DiscordCheck[] }) => {
  const missing = checks.filter(({ state }) => state === 'no').length;
  return (
    <Section title={title} aside={missing === 0 ? null : texts.missing(formatCount(missing))}>
      <ul className={classes.checks}>
        {checks.map(({ name, state, message }) => (
          <li key={name} className={classes.check} data-state={state}>
            <span className={classes.mark}>{stateWords[state]}</span>
            <div className={classes.checkWords}>
              <p>
                <ForeignText>{name}</ForeignText>
              </p>
              <p>
                <ForeignText>{message}</ForeignText>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Bot = ({ overview: { bot, server, channel, signIns } }: { overview: DiscordOverview }) => (
  <Section title={texts.bot}>
    {bot === null ? (
      <p className={classes.note}>{texts.notConnected}</p>
    ) : (
      <Facts>
        <Fact name={texts.signedInAs}>
          <ForeignText>{bot.name}</ForeignText>
        </Fact>
        <Fact name={texts.server}>
          <ForeignText>{server?.name ?? texts.unknown}</ForeignText>
        </Fact>
        <Fact name={texts.channel}>
          <ForeignText>{channel?.name ?? texts.unknown}</ForeignText>
        </Fact>
        <Fact name={texts.signIns}>
          {signIns === null
            ? texts.unknown
            : texts.signInsOf(formatCount(signIns.used), formatCount(signIns.allowed))}
        </Fact>
      </Facts>
    )}
  </Section>
);

/** The link to invite the bot. Hidden while stream-safe mode redacts the address. */
const Invitation = ({ url }: { url: string | null }) =>
  !url?.startsWith('https://') ? null : (
    <Button
      component="a"
      href={url}
      target="_blank"
      rel="noreferrer"
      leftSection={<IconExternalLink {...icon} />}
    >
      {texts.invite}
    </Button>
  );

/** A button that simulates a viewer's use of one command, in rehearsal. */
const UseCommand = ({ command }: { command: string }) => {
  const letUse = useOperation(discordRehearseCommand);
  const busy = useOperationRecord(discordRehearseCommand, { command })?.phase === 'asked';
  return (
    <Button
      disabled={busy}
      leftSection={<OperationIcon name={discordRehearseCommand.icon} />}
      onClick={() => void letUse({ command })}
    >
      {discordRehearseCommand.summary({ command })}
    </Button>
  );
};

const Slash = ({ overview: { slash, inviteUrl, simulated } }: { overview: DiscordOverview }) => {
  return (
    <Section title={texts.slash} aside={slashWords[slash.state]}>
      <p className={classes.lead}>
        <ForeignText>{slash.message}</ForeignText>
      </p>
      {slash.commands.length > 0 && (
        <p className={classes.note}>
          {slash.answered === 0 ? texts.unused : texts.used(countOf(slash.answered, 'command'))}
        </p>
      )}
      <div className={classes.buttons}>
        {slash.state === 'refused' && <Invitation url={inviteUrl} />}
        {simulated &&
          slash.state === 'offered' &&
          slash.commands.map((command) => <UseCommand key={command} command={command} />)}
      </div>
    </Section>
  );
};

const Notice = ({ overview: { goLive }, reload }: { overview: DiscordOverview; reload: () => void }) => {
  const tryNotice = useOperation(discordTryNotice);
  const remove = useOperation(discordRemove);
  const [test, setTest] = useState<InputOf<typeof discordRemove> | null>(null);
  const [busy, setBusy] = useState(false);
  const { last } = goLive;
  const post = async (): Promise<void> => {
    setBusy(true);
    const posted = (await tryNotice({}))?.result;
    setBusy(false);
    if (posted)
      setTest({ channelId: posted.channelId, messageId: posted.messageId, webhookId: posted.webhookId });
    reload();
  };
  const deleteTest = async (place: InputOf<typeof discordRemove>): Promise<void> => {
    setBusy(true);
    const record = await remove(place);
    setBusy(false);
    if (record?.phase === 'done') setTest(null);
  };
  return (
    <Section
      title={texts.notice}
      aside={goLive.enabled ? (last ? noticeWords[last.state] : texts.waiting) : texts.off}
    >
      <p className={classes.lead}>
        <ForeignText>{goLive.message}</ForeignText>
      </p>
      {last && (
        <>
          <p className={classes.note}>
            {texts.started}
            <RelativeTime at={last.startedAt} />
            {last.endedAt !== null && (
              <>
                {texts.ended}
                <RelativeTime at={last.endedAt} />
              </>
            )}
          </p>
          <p className={classes.notice}>
            <ForeignText>{last.text}</ForeignText>
          </p>
        </>
      )}
      <div className={classes.buttons}>
        <Button
          disabled={busy}
          leftSection={<OperationIcon name={discordTryNotice.icon} />}
          onClick={() => void post()}
        >
          {texts.postTest}
        </Button>
        {test && (
          <Button
            disabled={busy}
            leftSection={<OperationIcon name={discordRemove.icon} />}
            onClick={() => void deleteTest(test)}
          >
            {texts.deleteTest}
          </Button>
        )}
      </div>
    </Section>
  );
};

/** The Discord panel: the bot and its permissions, its slash commands, and the notice of the last stream. */
export const DiscordPanel = ({ component }: { component: ComponentView }) => {
  const { api } = useQueries();
  const { answer, again } = useHostQuery(api.discord.overview.queryOptions(), {
    onFailure: 'keep',
    everyMs: READ_EVERY_MS,
  });
  const failure = failureOf(answer);
  if (answer.status !== 'ready')
    return (
      <p className={classes.note}>
        <ForeignText>{failure ?? texts.loading}</ForeignText>
      </p>
    );
  const { value } = answer;
  return (
    <>
      {failure !== null && (
        <p className={classes.note}>
          <ForeignText>{failure}</ForeignText>
        </p>
      )}
      {component.id === 'discord' && (
        <>
          <Bot overview={value} />
          <Checks title={texts.permissions} checks={value.permissions} />
          <Checks title={texts.intents} checks={value.intents} />
        </>
      )}
      {component.id !== 'go-live' && <Slash overview={value} />}
      {component.id !== 'slash-commands' && <Notice overview={value} reload={again} />}
    </>
  );
};
