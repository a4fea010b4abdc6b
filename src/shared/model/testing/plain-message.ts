import type { ChatMessage } from '../chat-message.ts';

/** Returns an ordinary message of a viewer, so that tests state only what they care about. */
export const plainMessage = (over: Partial<ChatMessage> = {}): ChatMessage => ({
  id: 'message-1',
  platform: 'twitch',
  channel: 'harbour',
  channelTitle: 'harbour',
  userId: '7',
  userName: 'maple_otter',
  displayName: 'Maple_Otter',
  color: null,
  roles: ['viewer'],
  text: 'good evening',
  emotes: [],
  replyTo: null,
  firstMessage: false,
  sharedFrom: null,
  action: false,
  own: false,
  ownCause: null,
  at: 1_000,
  ...over,
});
