import { IconMessage } from '@tabler/icons-react';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import { twitchModerate } from '#shared/catalogue/operations/twitch.ts';
import { definePage, listShortcuts } from '../../registry/page.ts';

export const chatPage = definePage({
  id: 'chat',
  title: 'Chat',
  icon: IconMessage,
  keys: ['g', 'c'],
  alsoCalled: ['messages', 'viewers'],
  controls: [chatSend, twitchModerate],
  shortcuts: listShortcuts,
  absentIn: ({ chat }) => (chat.length === 0 ? 'This file was saved without chat' : null),
  load: async () => (await import('./chat-page.tsx')).ChatPage,
});
