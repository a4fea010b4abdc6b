import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconClockPause, IconTrash, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { twitchModerate } from '#shared/catalogue/operations/twitch.ts';
import { platformTitle, type ChatMessage } from '#shared/model/index.ts';
import { formatSpan } from '../../text/format.ts';
import { useComponent, usePreferences, useStores } from '../../stores/stores-context.tsx';
import { useOperation } from '../../stores/use-operation.ts';
import { ForeignText } from '../../ui/index.ts';
import { viewerIdOf } from './chat-words.ts';
import classes from './message-actions.module.css';
import { EditDialog, isOursToChange, OwnMessageItems } from './own-message-actions.tsx';
import { whyNotDelete, whyNotSilence } from './why-not-moderate.ts';

/** The message of an open menu, the button that opened the menu, and the position of the menu. */
export interface MessageAnchor {
  readonly message: ChatMessage;
  readonly button: HTMLElement;
  readonly place: { readonly left: number; readonly top: number };
}

export const anchorAt = (message: ChatMessage, button: HTMLElement): MessageAnchor => {
  const { right, bottom } = button.getBoundingClientRect();
  return { message, button, place: { left: right, top: bottom } };
};

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const timeOuts = [60, 600, 3_600] as const;

const texts = {
  menu: (name: string) => `Actions for the message from ${isolate(name)}`,
  reply: (platform: string) => `Reply on ${isolate(platform)}`,
  show: (name: string) => `Show messages from ${isolate(name)}`,
  delete: 'Delete message',
  ban: (name: string) => `Ban ${isolate(name)}…`,
  timeOut: (seconds: number) => `Time out for ${formatSpan(seconds * 1_000)}`,
} as const;

/**
 * The menu of one message: reply, show its author, moderate. Gives the reason for each action that is not
 * possible.
 */
export const MessageActions = ({
  anchor: { message, button, place },
  opened,
  onClose,
}: {
  anchor: MessageAnchor;
  opened: boolean;
  readonly onClose: () => void;
}) => {
  const { drafts, navigation } = useStores();
  const api = useComponent('twitch-api');
  const streamSafe = usePreferences((state) => state.streamSafe);
  const [editing, setEditing] = useState<ChatMessage | null>(null);
  const moderate = useOperation(twitchModerate);
  const close = (): void => {
    button.focus();
    onClose();
  };
  const { displayName, platform, text, userId, id } = message;
  const notDelete = whyNotDelete(message, api, streamSafe);
  const notSilence = whyNotSilence(message, api, streamSafe);
  const reasons = [...new Set([notDelete, notSilence].filter((reason) => reason !== null))];
  return (
    <>
      <Menu
        opened={opened}
        onChange={(open) => !open && close()}
        position="bottom-end"
        width={280}
        withinPortal
        returnFocus={false}
        hideDetached={false}
      >
        <Menu.Target>
          <span className={classes.anchor} aria-hidden="true" style={place} />
        </Menu.Target>
        <Menu.Dropdown aria-label={texts.menu(displayName)}>
          <Menu.Item
            leftSection={<IconArrowBackUp {...icon} />}
            onClick={() => drafts.getState().answerChat({ platform, messageId: id, displayName, text })}
          >
            {texts.reply(platformTitle(platform))}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconUser {...icon} />}
            onClick={() => navigation.getState().select({ kind: 'viewer', id: viewerIdOf(message) })}
          >
            {texts.show(displayName)}
          </Menu.Item>
          <Menu.Divider />
          {isOursToChange(message) ? (
            <OwnMessageItems message={message} onEdit={setEditing} />
          ) : (
            <>
              <Menu.Item
                disabled={notDelete !== null}
                leftSection={<IconTrash {...icon} />}
                onClick={() => void moderate({ action: 'delete-message', messageId: id })}
              >
                {texts.delete}
              </Menu.Item>
              {timeOuts.map((seconds) => (
                <Menu.Item
                  key={seconds}
                  disabled={notSilence !== null}
                  leftSection={<IconClockPause {...icon} />}
                  onClick={() => void moderate({ action: 'time-out', userId, seconds, reason: '' })}
                >
                  {texts.timeOut(seconds)}
                </Menu.Item>
              ))}
              <Menu.Item
                disabled={notSilence !== null}
                leftSection={<IconBan {...icon} />}
                onClick={() => void moderate({ action: 'ban', userId, reason: '' })}
              >
                {texts.ban(displayName)}
              </Menu.Item>
              {reasons.map((reason) => (
                // A menu must not contain a paragraph.
                <Menu.Label key={reason} className={classes.whyNot ?? ''}>
                  <ForeignText>{reason}</ForeignText>
                </Menu.Label>
              ))}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <EditDialog message={editing} onEnd={() => setEditing(null)} />
    </>
  );
};
