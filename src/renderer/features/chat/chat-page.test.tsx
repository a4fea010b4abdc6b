// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import { describeFailure } from '../../client/failure.ts';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { useChat } from '../../stores/stores-context.tsx';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { ChatPage } from './chat-page.tsx';
import { ownWords } from './chat-words.ts';
import { ViewerInspector } from './viewer-inspector.tsx';
import { whyNoChat } from './why-no-chat.ts';

afterEach(cleanup);

const open = (prepare?: (host: FakeHost) => void) =>
  renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>
      <ChatPage />
    </VirtuosoMockContext>,
    { hash: '#/chat', ...(prepare ? { prepare } : {}) },
  );
const log = () => screen.findByRole('log', { name: /Chat/ });
const messageField = () => screen.findByRole('textbox', { name: /Message to Twitch/ });

describe('chat page', () => {
  it('draws messages as text, even when they contain markup', async () => {
    const { unmount } = open((host) => host.say('<img src=x onerror=alert(1)> <b>hi</b>'));
    expect(await within(await log()).findByText(/<img src=x onerror=alert\(1\)> <b>hi<\/b>/)).toBeTruthy();
    expect(document.querySelector('article img, article b')).toBeNull();
    unmount();
  });

  it('shows roles, first messages, replies and the cause of our own messages', async () => {
    const { unmount } = open((host) => {
      host.messages.splice(0);
      host.say('is it loud?', ['Aurelia', null], {
        id: 'question',
        roles: ['moderator'],
        firstMessage: true,
      });
      host.say('It is fine.', ['CuelightBot', null], {
        own: true,
        replyTo: 'question',
        ownCause: { componentId: 'commands', messageId: 'question' },
      });
    });
    const rows = await within(await log()).findAllByRole('article');
    expect(rows[0]?.textContent).toContain('mod');
    expect(rows[0]?.textContent).toContain('first message');
    expect(rows[1]?.textContent).toContain('Replying to Aurelia: is it loud?');
    expect(rows[1]?.textContent).toContain('Automatic reply');
    unmount();
  });

  it('counts new messages while paused, and does not show them', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await log();
    await user.click(screen.getByRole('button', { name: /Pause/ }));
    act(() => {
      host.say('one more');
      host.say('and another');
    });
    expect(await screen.findByText('paused, 2 waiting')).toBeTruthy();
    expect(screen.queryByText(/and another/)).toBeNull();
    await user.click(screen.getByRole('button', { name: /Show 2 new messages/ }));
    expect((await screen.findAllByText(/and another/)).length).toBeGreaterThan(0);
    unmount();
  });

  it('sends with Enter and shows the answer of the platform', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const field = await messageField();
    await user.type(field, 'good evening{Enter}');
    expect(await screen.findByText('Delivered')).toBeTruthy();
    expect(screen.getByText('Twitch confirmed it.')).toBeTruthy();
    expect(host.messages.at(-1)).toMatchObject({ text: 'good evening', own: true });
    expect((field as HTMLTextAreaElement).value).toBe('');
    unmount();
  });

  it('jumps to the newest message after sending one', async () => {
    const user = userEvent.setup();
    const { unmount } = open();
    await log();
    await user.click(screen.getByRole('button', { name: /Pause/ }));
    await user.type(await messageField(), 'here I am{Enter}');
    expect(await within(await log()).findByText(/here I am/)).toBeTruthy();
    expect(screen.getByText('following')).toBeTruthy();
    unmount();
  });

  it('puts a refused message back into the field', async () => {
    const user = userEvent.setup();
    const { unmount } = open((host) => host.refuseChat('The channel is in slow mode.'));
    const field = await messageField();
    await user.type(field, 'too soon{Enter}');
    expect(await screen.findByText('Refused')).toBeTruthy();
    expect(screen.getByText('The channel is in slow mode.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Edit and retry' }));
    expect((field as HTMLTextAreaElement).value).toBe('too soon');
    unmount();
  });

  it('does not send a token until the owner confirms it', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const text = 'mine is oauth:canary0123456789abcdef';
    await user.type(await messageField(), `${text}{Enter}`);
    expect(await screen.findByText('Not sent')).toBeTruthy();
    expect(host.messages.some((message) => message.text === text)).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Send anyway' }));
    expect(await screen.findByText('Delivered')).toBeTruthy();
    expect(host.messages.at(-1)).toMatchObject({ text, own: true });
    expect(screen.queryByRole('button', { name: 'Send anyway' })).toBeNull();
    unmount();
  });

  it('warns about text that may be a password, and sends it', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const warning = 'This may contain a password or token. Check it before sending.';
    const field = await messageField();
    await user.type(field, 'good evening');
    expect(screen.queryByText(warning)).toBeNull();
    await user.clear(field);
    await user.type(field, 'The secret: practice every day');
    expect(await screen.findByText(warning)).toBeTruthy();
    await user.type(field, '{Enter}');
    expect(await screen.findByText('Delivered')).toBeTruthy();
    expect(host.messages.at(-1)).toMatchObject({ text: 'The secret: practice every day' });
    unmount();
  });

  it('counts characters and does not send a message over the limit', async () => {
    const user = userEvent.setup();
    const { host, stores, unmount } = open();
    await messageField();
    act(() => stores.drafts.getState().writeChat('twitch', '🎈'.repeat(501)));
    expect(screen.getByText('501/500')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Send/ }).hasAttribute('disabled')).toBe(true);
    const before = host.messages.length;
    await user.type(await messageField(), '{Enter}');
    expect(host.messages).toHaveLength(before);
    unmount();
  });

  it('says why a channel is not available and opens its settings', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open();
    await messageField();
    await user.click(screen.getByText('Discord · #live'));
    expect(screen.getByText(/Can't send to Discord · #live: Discord is not signed in/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open Discord settings' }));
    expect(stores.navigation.getState().route).toMatchObject({
      page: 'settings',
      params: { section: 'chat-presence.discord' },
    });
    unmount();
  });

  it('finds saved messages by words and by author, and returns to the chat with Esc', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open((host) => {
      host.messages.splice(0);
      host.say('the rope holds', ['Aurelia', null]);
      host.say('nothing of the kind', ['Brambles', null]);
    });
    await log();
    await user.keyboard('/');
    await user.keyboard('rope');
    const found = await screen.findByRole('list', { name: 'Messages found, newest last' });
    expect(within(found).getByText(/the rope holds/)).toBeTruthy();
    expect(within(found).queryByText(/nothing of the kind/)).toBeNull();
    await user.clear(screen.getByPlaceholderText(/Search chat/));
    await user.type(screen.getByPlaceholderText(/Search chat/), '@brambles');
    await user.click(await screen.findByRole('button', { name: 'Brambles' }));
    expect(stores.navigation.getState().route.selection?.kind).toBe('viewer');
    await user.click(screen.getByPlaceholderText(/Search chat/));
    await user.keyboard('{Escape}');
    expect(await log()).toBeTruthy();
    unmount();
  });

  it('finds a viewer by the start of a display name of two words, and says how much is not indexed yet', async () => {
    const user = userEvent.setup();
    const { unmount } = open((host) => {
      host.history.indexed = 0.439;
      host.messages.splice(0);
      host.say('the rope holds', ['Eulalia Night', null]);
    });
    await log();
    await user.type(screen.getByPlaceholderText(/Search chat/), 'eulalia ni');
    const found = await screen.findByRole('list', { name: 'Messages found, newest last' });
    expect(within(found).getByText(/the rope holds/)).toBeTruthy();
    expect(
      screen.getAllByText(/Older messages are still being indexed: 43 % are searched\./).length,
    ).toBeGreaterThan(0);
    unmount();
  });

  it('says that a search has no results', async () => {
    const user = userEvent.setup();
    const { unmount } = open();
    await log();
    await user.type(screen.getByPlaceholderText(/Search chat/), 'nowhere to be found');
    expect(await screen.findByText('No results for “nowhere to be found”')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Back to chat' }));
    expect(await log()).toBeTruthy();
    unmount();
  });

  it('has no message field while the connection is lost', async () => {
    const { cut, unmount } = open();
    await messageField();
    act(() => cut());
    expect(await screen.findByText(/Not connected to Cuelight/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /Message to Twitch/ })).toBeNull();
    unmount();
  });

  it('says for each bridge why there are no messages', async () => {
    const { unmount } = open((host) => host.messages.splice(0));
    expect(await screen.findByText('No messages yet')).toBeTruthy();
    expect(screen.getByText('Twitch chat: connected, no messages yet')).toBeTruthy();
    unmount();
  });
});

describe('the cause of a message', () => {
  it('is said for our own messages only, and never guessed', () => {
    expect(ownWords({ own: false, ownCause: null, platform: 'twitch' })).toBeNull();
    expect(
      ownWords({ own: true, ownCause: { componentId: 'browser', messageId: null }, platform: 'twitch' }),
    ).toBe('Sent from a Cuelight page');
    expect(
      ownWords({
        own: true,
        ownCause: { componentId: 'slash-commands', messageId: 'question' },
        platform: 'discord',
      }),
    ).toBe('Reply to a slash command');
    expect(ownWords({ own: true, ownCause: null, platform: 'twitch' })).toBe(
      'Sent from Twitch or an earlier session',
    );
    expect(whyNoChat([], 0)).toEqual([]);
    expect(describeFailure(new Error('gone')).retryable).toBe(true);
  });
});

describe('viewer card', () => {
  it('shows saved messages of a viewer who has not written lately, and finds all of them', async () => {
    const { stores, unmount } = renderWithStores(<ViewerInspector id="twitch:user-Aurelia" />, {
      prepare: (host) => {
        host.messages.splice(0);
        host.say('long ago', ['Aurelia', null]);
      },
    });
    expect(await screen.findByText('long ago')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Search all' }));
    expect(stores.navigation.getState().route).toMatchObject({ page: 'chat', params: { find: 'aurelia' } });
    unmount();
  });

  it('shows the newest message last, also when the window has older messages than the journal returned', async () => {
    const first = Date.UTC(2026, 10, 22, 20);
    const WhenLoaded = () => useChat(({ loaded }) => loaded) && <ViewerInspector id="twitch:user-Aurelia" />;
    const { stores, unmount } = renderWithStores(<WhenLoaded />, {
      prepare: (host) => {
        host.messages.splice(0);
        for (let minute = 1; minute <= 25; minute += 1)
          host.say(`line ${minute}`, ['Aurelia', null], { at: first + minute * 60_000 });
      },
    });
    const lines = () => screen.queryAllByText(/^line \d+$/).map(({ textContent }) => textContent);
    const newest = Array.from({ length: 20 }, (_, index) => `line ${index + 6}`);
    await waitFor(() => expect(lines()).toEqual(newest));
    const { ring } = stores.chat.getState();
    expect(ring.items).toHaveLength(25);
    // Without the live messages, the answer of the journal is what is left.
    act(() => stores.chat.setState({ ring: { ...ring, items: [] } }));
    await waitFor(() => expect(lines()).toEqual(newest));
    act(() => stores.chat.setState({ ring }));
    expect(lines()).toEqual(newest);
    const [lastSeen] = document.querySelectorAll('time');
    expect(lastSeen?.getAttribute('datetime')).toBe(new Date(first + 25 * 60_000).toISOString());
    unmount();
  });

  it('shows the messages of a viewer in this window', async () => {
    const { unmount } = renderWithStores(<ViewerInspector id="twitch:user-Aurelia" />, {
      prepare: (host) => {
        host.messages.splice(0);
        host.say('first words', ['Aurelia', null]);
        host.say('last words', ['Aurelia', null], { roles: ['vip'] });
        host.say('from somebody else', ['Brambles', null]);
      },
    });
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Aurelia' })).toBeTruthy());
    expect(screen.getByText('2 messages in this window')).toBeTruthy();
    expect(screen.getByText('last words')).toBeTruthy();
    expect(screen.queryByText('from somebody else')).toBeNull();
    unmount();
  });
});
