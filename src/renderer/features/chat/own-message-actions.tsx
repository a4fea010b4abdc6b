import { Button, Menu, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { discordEdit, discordRemove } from '#shared/catalogue/operations/discord.ts';
import { fenceSentence, countCharacters } from '#shared/kernel/index.ts';
import { type ChatMessage, platformLimits } from '#shared/model/index.ts';
import { formatCount } from '../../text/format.ts';
import { useOperation } from '../../stores/use-operation.ts';
import { OperationIcon } from '../../ui/index.ts';
import classes from './message-actions.module.css';

const MAX_LENGTH = platformLimits.discord.message;

/** Whether a message is one that we can change and take back: on Discord, our own, and still there. */
export const isOursToChange = ({ platform, own, deletedAt }: ChatMessage): boolean =>
  platform === 'discord' && own && deletedAt === undefined;

const placeOf = ({ channel, id }: ChatMessage) => ({
  channelId: channel,
  messageId: id,
  // The host knows which webhook wrote it, if one did.
  webhookId: null,
});

/** What can be done with a message of ours on Discord, in its menu. */
export const OwnMessageItems = ({
  message,
  onEdit,
}: {
  message: ChatMessage;
  readonly onEdit: (message: ChatMessage) => void;
}) => {
  const remove = useOperation(discordRemove);
  return (
    <>
      <Menu.Item leftSection={<OperationIcon name={discordEdit.icon} />} onClick={() => onEdit(message)}>
        Change the message…
      </Menu.Item>
      <Menu.Item
        leftSection={<OperationIcon name={discordRemove.icon} />}
        onClick={() => void remove(placeOf(message))}
      >
        Delete the message
      </Menu.Item>
    </>
  );
};

const EditForm = ({ message, onEnd }: { message: ChatMessage; readonly onEnd: () => void }) => {
  const edit = useOperation(discordEdit);
  const [text, setText] = useState(message.text);
  const [busy, setBusy] = useState(false);
  /** The text that was refused because it contains a secret. */
  const [heldBack, setHeldBack] = useState<string | null>(null);
  const empty = text.trim() === '';
  const sendAnyway = heldBack === text;
  const length = countCharacters(text.trim());
  const over = length - MAX_LENGTH;
  const problem = empty
    ? 'A message needs some text'
    : over > 0
      ? `${formatCount(over)} too many of ${formatCount(MAX_LENGTH)}`
      : null;
  const save = async (): Promise<void> => {
    setBusy(true);
    const record = await edit({ ...placeOf(message), text, ...(sendAnyway && { sendAnyway }) });
    setBusy(false);
    setHeldBack(record?.heldBack ? text : null);
    if (record?.phase === 'done') onEnd();
  };
  return (
    <>
      <Textarea
        data-autofocus
        label="Text"
        autosize
        maxRows={12}
        error={problem === null ? null : fenceSentence(problem)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons} data-under-field>
        <Button disabled={busy} onClick={onEnd}>
          Leave it as it is
        </Button>
        <Button
          variant="filled"
          loading={busy}
          disabled={problem !== null || text === message.text}
          onClick={() => void save()}
        >
          {sendAnyway ? 'Send anyway' : 'Change it on Discord'}
        </Button>
      </div>
    </>
  );
};

/** Asks for another text of a message of ours. */
export const EditDialog = ({
  message,
  onEnd,
}: {
  message: ChatMessage | null;
  readonly onEnd: () => void;
}) => (
  <Modal opened={message !== null} onClose={onEnd} title="Change a message on Discord">
    {message && <EditForm key={message.id} message={message} onEnd={onEnd} />}
  </Modal>
);
