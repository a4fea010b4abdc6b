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

const texts = {
  edit: 'Edit message…',
  delete: 'Delete message',
  dialog: 'Edit Discord message',
  field: 'Text',
  empty: 'Enter a message',
  tooLong: (over: number) => `${formatCount(over)} over the limit of ${formatCount(MAX_LENGTH)}`,
  cancel: 'Cancel',
  save: 'Save changes',
  saveAnyway: 'Save anyway',
} as const;

/** True for a message that we can edit and delete: our own, on Discord, not deleted. */
export const isOursToChange = ({ platform, own, deletedAt }: ChatMessage): boolean =>
  platform === 'discord' && own && deletedAt === undefined;

const placeOf = ({ channel, id }: ChatMessage) => ({
  channelId: channel,
  messageId: id,
  // The host knows which webhook wrote it, if one did.
  webhookId: null,
});

/** The menu items of our own message on Discord. */
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
        {texts.edit}
      </Menu.Item>
      <Menu.Item
        leftSection={<OperationIcon name={discordRemove.icon} />}
        onClick={() => void remove(placeOf(message))}
      >
        {texts.delete}
      </Menu.Item>
    </>
  );
};

const EditForm = ({ message, onEnd }: { message: ChatMessage; readonly onEnd: () => void }) => {
  const edit = useOperation(discordEdit);
  const [text, setText] = useState(message.text);
  const [busy, setBusy] = useState(false);
  /** The text that was not sent because it looks like a secret. */
  const [heldBack, setHeldBack] = useState<string | null>(null);
  const empty = text.trim() === '';
  const sendAnyway = heldBack === text;
  const length = countCharacters(text.trim());
  const over = length - MAX_LENGTH;
  const problem = empty ? texts.empty : over > 0 ? texts.tooLong(over) : null;
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
        label={texts.field}
        autosize
        maxRows={12}
        error={problem === null ? null : fenceSentence(problem)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons} data-under-field>
        <Button disabled={busy} onClick={onEnd}>
          {texts.cancel}
        </Button>
        <Button
          variant="filled"
          loading={busy}
          disabled={problem !== null || text === message.text}
          onClick={() => void save()}
        >
          {sendAnyway ? texts.saveAnyway : texts.save}
        </Button>
      </div>
    </>
  );
};

/** The dialog in which our own message on Discord is edited. */
export const EditDialog = ({
  message,
  onEnd,
}: {
  message: ChatMessage | null;
  readonly onEnd: () => void;
}) => (
  <Modal opened={message !== null} onClose={onEnd} title={texts.dialog}>
    {message && <EditForm key={message.id} message={message} onEnd={onEnd} />}
  </Modal>
);
