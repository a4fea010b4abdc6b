import { Button } from '@mantine/core';
import { IconExternalLink, IconSend, IconSlash, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DiscordOverview, DiscordPlace } from '#shared/contract/index.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { ComponentView, DiscordCheck } from '#shared/model/index.ts';
import { describeFailure } from '../../../client/failure.ts';
import { countOf } from '../../../text/format.ts';
import { useClient, useStores } from '../../../stores/stores-context.tsx';
import { Fact, Facts, ForeignText, RelativeTime, Section } from '../../../ui/index.ts';
import classes from './discord-panel.module.css';
import { failureOf, useHostQuery, useQueries } from '../../../queries/use-host-query.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const READ_EVERY_MS = 5_000;
const stateWords = { yes: 'yes', no: 'missing', unknown: 'not known' } as const;
const slashWords = { off: 'off', offered: 'offered', refused: 'refused', unknown: 'not known' } as const;
const noticeWords = { due: 'due', posted: 'posted', over: 'ended', 'given-up': 'not posted' } as const;

/** Does something on Discord, and tells what came of it. */
const useDeed = () => {
  const { notices } = useStores();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run: async (work: () => Promise<string>): Promise<void> => {
      setBusy(true);
      try {
        notices.getState().show('good', await work());
      } catch (thrown) {
        notices.getState().show('bad', describeFailure(thrown).message);
      } finally {
        setBusy(false);
      }
    },
  };
};

const Checks = ({ title, checks }: { title: string; checks: readonly DiscordCheck[] }) => {
  const missing = checks.filter(({ state }) => state === 'no').length;
  return (
    <Section title={title} aside={missing === 0 ? null : `${missing} missing`}>
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
  <Section title="Bot">
    {bot === null ? (
      <p className={classes.note}>Not known while Discord is not connected.</p>
    ) : (
      <Facts>
        <Fact name="Signed in as">
          <ForeignText>{bot.name}</ForeignText>
        </Fact>
        <Fact name="Server">
          <ForeignText>{server?.name ?? 'not known'}</ForeignText>
        </Fact>
        <Fact name="Channel">
          <ForeignText>{channel?.name ?? 'not known'}</ForeignText>
        </Fact>
        <Fact name="Sign-ins in the last hour">
          {signIns === null ? 'not known' : `${signIns.used} of ${signIns.allowed}`}
        </Fact>
      </Facts>
    )}
  </Section>
);

/** Not offered while the address is veiled. */
const Invitation = ({ url }: { url: string | null }) =>
  !url?.startsWith('https://') ? null : (
    <Button
      component="a"
      href={url}
      target="_blank"
      rel="noreferrer"
      leftSection={<IconExternalLink {...icon} />}
    >
      Invite the bot again
    </Button>
  );

const Slash = ({ overview: { slash, inviteUrl, pretended } }: { overview: DiscordOverview }) => {
  const client = useClient();
  const deed = useDeed();
  const letUse = async (command: string): Promise<string> =>
    (await client.discord.rehearseCommand({ command })).message;
  return (
    <Section title="Slash commands" aside={slashWords[slash.state]}>
      <p className={classes.lead}>
        <ForeignText>{slash.message}</ForeignText>
      </p>
      {slash.commands.length > 0 && (
        <p className={classes.note}>
          {slash.answered === 0
            ? 'Nobody has used one since it was started.'
            : `${countOf(slash.answered, 'use')} answered since it was started.`}
        </p>
      )}
      <div className={classes.buttons}>
        {slash.state === 'refused' && <Invitation url={inviteUrl} />}
        {pretended &&
          slash.state === 'offered' &&
          slash.commands.map((command) => (
            <Button
              key={command}
              disabled={deed.busy}
              leftSection={<IconSlash {...icon} />}
              onClick={() => void deed.run(() => letUse(command))}
            >
              Let a viewer use /<ForeignText>{command}</ForeignText>
            </Button>
          ))}
      </div>
    </Section>
  );
};

const Notice = ({ overview: { goLive }, reload }: { overview: DiscordOverview; reload: () => void }) => {
  const client = useClient();
  const deed = useDeed();
  const [test, setTest] = useState<DiscordPlace | null>(null);
  const { last } = goLive;
  const post = async (): Promise<string> => {
    const posted = await client.discord.tryNotice();
    setTest(posted);
    return `A test notice stands in ${isolate(posted.channelTitle)}.`;
  };
  const takeBack = async (place: DiscordPlace): Promise<string> => {
    const { message } = await client.discord.remove(place);
    setTest(null);
    return message;
  };
  return (
    <Section
      title="Go-live notice"
      aside={goLive.enabled ? (last ? noticeWords[last.state] : 'waits') : 'off'}
    >
      <p className={classes.lead}>
        <ForeignText>{goLive.message}</ForeignText>
      </p>
      {last && (
        <>
          <p className={classes.note}>
            The stream began <RelativeTime at={last.startedAt} />
            {last.endedAt !== null && (
              <>
                {' '}
                and ended <RelativeTime at={last.endedAt} />
              </>
            )}
            .
          </p>
          <p className={classes.notice}>
            <ForeignText>{last.text}</ForeignText>
          </p>
        </>
      )}
      <div className={classes.buttons}>
        <Button
          disabled={deed.busy}
          leftSection={<IconSend {...icon} />}
          onClick={() => void deed.run(post).then(reload)}
        >
          Post a test
        </Button>
        {test && (
          <Button
            disabled={deed.busy}
            leftSection={<IconTrash {...icon} />}
            onClick={() => void deed.run(() => takeBack(test))}
          >
            Take the test back
          </Button>
        )}
      </div>
    </Section>
  );
};

/** Discord beside its chat: who the bot is and what it may do, its slash commands, and the notice of the last stream. */
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
        <ForeignText>{failure ?? 'Asking what is known of Discord'}</ForeignText>
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
          <Checks title="Permissions" checks={value.permissions} />
          <Checks title="Intents" checks={value.intents} />
        </>
      )}
      {component.id !== 'go-live' && <Slash overview={value} />}
      {component.id !== 'slash-commands' && <Notice overview={value} reload={again} />}
    </>
  );
};

/** The parts of the show that this panel is about. */
export const isDiscordPart = ({ id }: ComponentView): boolean =>
  id === 'discord' || id === 'slash-commands' || id === 'go-live';
