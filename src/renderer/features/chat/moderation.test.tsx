// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatMessage, ComponentView } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { OperationDialog } from '../../app/operation-dialog.tsx';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { ChatPage } from './chat-page.tsx';
import { removedWords } from './chat-words.ts';
import { whyNotDelete, whyNotSilence } from './why-not-moderate.ts';

afterEach(cleanup);

const addApi = (host: FakeHost, change: Partial<ComponentView> = {}): void =>
  void host.components.set('twitch-api', {
    ...host.part('twitch-chat'),
    id: 'twitch-api',
    title: 'Twitch API',
    ...change,
  });
const open = (prepare: (host: FakeHost) => void = addApi) =>
  renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>
      <ChatPage />
      <OperationDialog />
    </VirtuosoMockContext>,
    {
      hash: '#/chat',
      prepare: (host) => {
        host.messages.splice(0);
        host.say('is it loud?', ['Aurelia', null], { id: 'question' });
        prepare(host);
      },
    },
  );
const actionsOf = (name: string) =>
  screen.findByRole('button', { name: `Actions for the message from ${name}` });

describe('actions on a message', () => {
  it('replies once: the composer shows the message, and the next one is not a reply', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open();
    await user.click(await actionsOf('Aurelia'));
    await user.click(await screen.findByRole('menuitem', { name: 'Reply on Twitch' }));
    const field = await screen.findByRole('textbox', { name: /Message to Twitch/ });
    expect(screen.getByText(/^Replying to/).textContent).toBe('Replying to Aurelia: is it loud?');
    await user.type(field, 'it is fine{Enter}');
    expect(await screen.findByText('Delivered')).toBeTruthy();
    expect(stores.drafts.getState().chatReply).toBeNull();
    unmount();
  });

  it('deletes the message and times out its author on Twitch', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await user.click(await actionsOf('Aurelia'));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete message' }));
    await waitFor(() => expect(host.twitch.moderated).toHaveLength(1));
    await user.click(await actionsOf('Aurelia'));
    await user.click(await screen.findByRole('menuitem', { name: 'Time out for 10 min' }));
    await waitFor(() =>
      expect(host.twitch.moderated).toEqual([
        { action: 'delete-message', messageId: 'question' },
        { action: 'time-out', userId: 'user-Aurelia', seconds: 600, reason: '' },
      ]),
    );
    unmount();
  });

  it('undoes a time-out from its notice', async () => {
    const user = userEvent.setup();
    const { host, stores, unmount } = open();
    await user.click(await actionsOf('Aurelia'));
    await user.click(await screen.findByRole('menuitem', { name: 'Time out for 10 min' }));
    const notice = () => stores.notices.getState().notices.find(({ action }) => action?.label === 'Undo');
    await waitFor(() => expect(notice()?.text).toContain('Aurelia'));
    act(() => notice()?.action?.act());
    await waitFor(() =>
      expect(host.twitch.moderated.at(-1)).toEqual({ action: 'unban', userId: 'user-Aurelia' }),
    );
    unmount();
  });

  it('asks before it bans, and bans nobody when the question is cancelled', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const ask = async () => {
      await user.click(await actionsOf('Aurelia'));
      await user.click(await screen.findByRole('menuitem', { name: /^Ban Aurelia/ }));
      return screen.findByRole('dialog', { name: 'Ban Aurelia' });
    };
    const dialog = await ask();
    expect(dialog.textContent).toContain('is it loud?');
    await user.click(within(dialog).getByRole('button', { name: /Cancel/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(host.twitch.moderated).toEqual([]);
    await user.click(within(await ask()).getByRole('button', { name: 'Ban Aurelia' }));
    await waitFor(() =>
      expect(host.twitch.moderated).toEqual([{ action: 'ban', userId: 'user-Aurelia', reason: '' }]),
    );
    unmount();
  });

  it('pauses the chat while the menu is open', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await user.click(await actionsOf('Aurelia'));
    act(() => void host.say('one more', ['Brambles', null]));
    expect(await screen.findByText('paused, 1 waiting')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(await screen.findByText('following')).toBeTruthy();
    unmount();
  });

  it('says why moderation is not possible without a sign-in', async () => {
    const user = userEvent.setup();
    const { unmount } = open(() => undefined);
    await user.click(await actionsOf('Aurelia'));
    expect(await screen.findByText(/Moderation needs a Twitch sign-in/)).toBeTruthy();
    expect(screen.getByRole('menuitem', { name: 'Delete message' }).hasAttribute('disabled')).toBe(true);
    expect(screen.getByRole('menuitem', { name: 'Reply on Twitch' }).hasAttribute('disabled')).toBe(false);
    unmount();
  });
});

const message = (change: Partial<ChatMessage> = {}): ChatMessage =>
  plainMessage({
    channelTitle: '#harbour',
    userName: 'aurelia',
    displayName: 'Aurelia',
    ...change,
  });

describe('moderation', () => {
  const api = (change: Partial<ComponentView>) => change as ComponentView;
  const running = api({ desired: 'running', state: 'running' });
  it.each([
    ['a viewer’s message', message(), running, false, null, null],
    ['Discord', message({ platform: 'discord' }), running, false, /in Discord/, /in Discord/],
    ['stream-safe', message(), running, true, /Stream-safe/, /Stream-safe/],
    ['a shared chat', message({ sharedFrom: '9' }), running, false, /another channel/, /another channel/],
    ['the owner', message({ roles: ['broadcaster'] }), running, false, null, /owner/],
    ['ourselves', message({ own: true }), running, false, null, /own account/],
    ['no sign-in', message(), undefined, false, /sign-in/, /sign-in/],
  ] as const)('is refused with a reason: %s', (_what, which, view, streamSafe, notDelete, notSilence) => {
    const matches = (reason: string | null, pattern: RegExp | null): boolean =>
      pattern === null ? reason === null : pattern.test(reason ?? '');
    expect(matches(whyNotDelete(which, view, streamSafe), notDelete)).toBe(true);
    expect(matches(whyNotSilence(which, view, streamSafe), notSilence)).toBe(true);
  });
});

describe('a removed message', () => {
  it.each([
    [{ by: 'deleted' }, 'deleted'],
    [{ by: 'timed-out', seconds: 600 }, 'removed, timed out for 10 min'],
    [{ by: 'banned' }, 'removed, banned'],
    [{ by: 'cleared' }, 'removed, chat cleared'],
    [undefined, 'deleted'],
  ] as const)('is labelled by the way it was removed: %j', (removed, words) => {
    expect(removedWords(message({ deletedAt: 2_000, ...(removed && { removed }) }))).toBe(words);
    expect(removedWords(message())).toBeNull();
  });

  it('is struck through in the chat, and not quoted by a reply', async () => {
    const { host, unmount } = open((prepared) => {
      addApi(prepared);
      prepared.messages.splice(0, 1, {
        ...message({ id: 'gone', text: 'hateful words' }),
        deletedAt: 2_000,
        removed: { by: 'banned' },
      });
      prepared.messages.push(
        message({ id: 'answer', displayName: 'Brambles', replyTo: 'gone', text: 'stop' }),
      );
    });
    expect(await screen.findByText('removed, banned')).toBeTruthy();
    expect(screen.getByText('hateful words')).toBeTruthy();
    expect(screen.getByText('Replying to a message from Aurelia (removed, banned)')).toBeTruthy();
    expect(host.messages).toHaveLength(2);
    unmount();
  });
});
