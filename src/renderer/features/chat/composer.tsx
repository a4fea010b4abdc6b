import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconSend, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { countCharacters, isolate } from '#shared/kernel/index.ts';
import { looksLikeSecret } from '#shared/kernel/secret-formats.ts';
import { platformOf, platformTitle } from '#shared/model/index.ts';
import { formatCount } from '../../text/format.ts';
import { isSwitchedOff } from '../../model/health.ts';
import type { ChatReply } from '../../stores/drafts-store.ts';
import { useDrafts, useStores, useSystem } from '../../stores/stores-context.tsx';
import { ForeignText, KeyHint } from '../../ui/index.ts';
import classes from './composer.module.css';
import { type ChatTarget, useChatTargets } from './use-chat-targets.ts';
import { type Sending, useSendings } from './use-sendings.ts';
import { carriesChat } from './why-no-chat.ts';

const texts = {
  notSetUp: 'No chat is set up. Connect Twitch or Discord in Settings.',
  loading: 'Loading…',
  region: 'Write a message',
  sendTo: 'Send to',
  retry: 'Edit and retry',
  sendAnyway: 'Send anyway',
  replyingTo: 'Replying to',
  cancelReply: 'Cancel reply',
  secret: 'This may contain a password or token. Check it before sending.',
  queueHelp: 'Messages waiting because the platform limits how fast they can be sent',
  sending: (platform: string, text: string) => `to ${isolate(platform)}: ${isolate(text)}`,
  obstacle: (title: string, reason: string) => `Can't send to ${isolate(title)}: ${isolate(reason)}`,
  start: (title: string) => `Start ${isolate(title)}`,
  openSettings: (platform: string) => `Open ${isolate(platform)} settings`,
  length: (length: number, max: number) => `${formatCount(length)}/${formatCount(max)}`,
  queued: (count: number) => `${formatCount(count)} queued`,
} as const;

const stateTexts: Readonly<Record<Sending['state'], string>> = {
  sending: 'Sending',
  delivered: 'Delivered',
  'sent-unconfirmed': 'Sent, not confirmed',
  refused: 'Refused',
  failed: 'Not sent',
};

const SendingLine = ({
  sending,
  onPutBack,
  onSendAnyway,
}: {
  sending: Sending;
  readonly onPutBack: () => void;
  readonly onSendAnyway: () => void;
}) => (
  <li className={classes.sending} data-state={sending.state}>
    <span className={classes.sendingState}>{stateTexts[sending.state]}</span>
    <span className={classes.sendingText}>
      {sending.state === 'sending'
        ? texts.sending(platformTitle(sending.platform), sending.text)
        : isolate(sending.message)}
    </span>
    {(sending.state === 'refused' || sending.state === 'failed') && (
      <Button size="compact-xs" onClick={onPutBack}>
        {texts.retry}
      </Button>
    )}
    {sending.heldBack && (
      <Button size="compact-xs" color="red" onClick={onSendAnyway}>
        {texts.sendAnyway}
      </Button>
    )}
  </li>
);

const Obstacle = ({ target }: { target: ChatTarget }) => {
  const { navigation, commands } = useStores();
  const stopped = useSystem((state) =>
    // A message passes the outbox, then the bridge of its platform.
    [...state.components.values()].find(
      (component) =>
        (component.id === 'outbox' || (component.platform === target.platform && carriesChat(component))) &&
        isSwitchedOff(component),
    ),
  );
  return (
    <div className={classes.obstacle}>
      <span>{texts.obstacle(target.title, target.obstacle ?? '')}</span>
      {stopped ? (
        <Button onClick={() => void commands.getState().request('start', stopped.id)}>
          {texts.start(stopped.title)}
        </Button>
      ) : (
        <Button
          onClick={() =>
            navigation.getState().goTo('settings', { section: platformOf(target.platform).settingsPath })
          }
        >
          {texts.openSettings(platformTitle(target.platform))}
        </Button>
      )}
    </div>
  );
};

/** The message that the next one replies to, with a button to cancel the reply. */
const ReplyLine = ({ reply, onEnd }: { reply: ChatReply; readonly onEnd: () => void }) => (
  <p className={classes.answering}>
    <span className={classes.answered}>
      {texts.replyingTo}{' '}
      <strong>
        <ForeignText>{reply.displayName}</ForeignText>
      </strong>
      : <ForeignText>{reply.text}</ForeignText>
    </span>
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconX size={12} stroke={1.5} aria-hidden="true" />}
      onClick={onEnd}
    >
      {texts.cancelReply}
    </Button>
  </p>
);

/** The choice of platform, the length of the message, and the queue while it is not empty. */
const Controls = ({
  targets,
  target,
  length,
}: {
  targets: readonly ChatTarget[];
  target: ChatTarget;
  readonly length: number;
}) => {
  const { drafts } = useStores();
  const { maxLength, queueDepth } = target;
  const over = length > maxLength;
  return (
    <div className={classes.controls}>
      <SegmentedControl
        size="xs"
        aria-label={texts.sendTo}
        value={target.platform}
        onChange={(value) => {
          const next = targets.find((each) => each.platform === value);
          if (next) drafts.getState().choosePlatform(next.platform);
        }}
        data={targets.map((each) => ({ value: each.platform, label: each.title }))}
      />
      <span className={classes.count} data-over={over || undefined}>
        {texts.length(length, maxLength)}
      </span>
      {queueDepth > 0 && (
        <span className={classes.count} title={texts.queueHelp}>
          {texts.queued(queueDepth)}
        </span>
      )}
    </div>
  );
};

const Writing = ({ targets, onSend }: { targets: readonly ChatTarget[]; onSend: () => void }) => {
  const { drafts } = useStores();
  const chosen = useDrafts((state) => state.chatPlatform);
  const target =
    targets.find(({ platform }) => platform === chosen) ??
    targets.find(({ obstacle }) => obstacle === null) ??
    targets[0];
  const draft = useDrafts((state) => (target ? (state.chat[target.platform] ?? '') : ''));
  const reply = useDrafts((state) =>
    state.chatReply?.platform === target?.platform ? state.chatReply : null,
  );
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (reply) field.current?.focus();
  }, [reply]);
  const { sendings, add, deliver, withdraw } = useSendings();
  if (!target) return <p className={classes.note}>{texts.notSetUp}</p>;
  const { platform, maxLength, obstacle } = target;
  const length = countCharacters(draft.trim());
  const ready = obstacle === null && length > 0 && length <= maxLength;

  const send = async (): Promise<void> => {
    if (!ready) return;
    const text = draft.trim();
    const sending = add({ platform, text, replyTo: reply?.messageId ?? null });
    drafts.getState().writeChat(platform, '');
    drafts.getState().answerChat(null);
    // A reply to an old message does not scroll away from that message.
    if (!reply) onSend();
    await deliver(sending, false);
  };
  const putBack = (sending: Sending): void => {
    const { text, platform: to } = sending;
    const { chat, writeChat, choosePlatform } = drafts.getState();
    const written = chat[to] ?? '';
    writeChat(to, written === '' ? text : `${text} ${written}`);
    choosePlatform(to);
    withdraw(sending);
  };

  return (
    <>
      <output className={classes.outcome}>
        <ul className={classes.sendings}>
          {sendings.map((sending) => (
            <SendingLine
              key={sending.id}
              sending={sending}
              onPutBack={() => putBack(sending)}
              onSendAnyway={() => void deliver(sending, true)}
            />
          ))}
        </ul>
      </output>
      {obstacle !== null && <Obstacle target={target} />}
      <Controls targets={targets} target={target} length={length} />
      {looksLikeSecret(draft) && (
        <p className={classes.warning} role="status">
          {texts.secret}
        </p>
      )}
      {reply && <ReplyLine reply={reply} onEnd={() => drafts.getState().answerChat(null)} />}
      <div className={classes.write}>
        <Textarea
          ref={field}
          className={classes.text}
          aria-label={`Message to ${isolate(target.title)}`}
          placeholder={`Write to ${isolate(target.title)}`}
          autosize
          minRows={1}
          maxRows={5}
          value={draft}
          onChange={(event) => drafts.getState().writeChat(platform, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && reply) drafts.getState().answerChat(null);
            else if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <Button
          variant="filled"
          disabled={!ready}
          leftSection={<IconSend size={16} stroke={1.5} aria-hidden="true" />}
          rightSection={<KeyHint keys={['Enter']} />}
          onClick={() => void send()}
        >
          Send
        </Button>
      </div>
    </>
  );
};

/** Sends chat messages and shows the outcome of each. Calls `onSend` for each message that is not a reply. */
export const Composer = ({ onSend }: { onSend: () => void }) => {
  const targets = useChatTargets();
  return (
    <section className={classes.composer} aria-label={texts.region}>
      {targets.status === 'loading' && <p className={classes.note}>{texts.loading}</p>}
      {targets.status === 'failed' && (
        <p className={classes.note}>
          <ForeignText>{targets.message}</ForeignText>
        </p>
      )}
      {targets.status === 'ready' && <Writing targets={targets.value.targets} onSend={onSend} />}
    </section>
  );
};
