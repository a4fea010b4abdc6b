// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { ChatPage } from './chat-page.tsx';

afterEach(cleanup);

const open = (prepare?: (host: FakeHost) => void) =>
  renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>
      <ChatPage />
    </VirtuosoMockContext>,
    {
      hash: '#/chat',
      prepare: (host) => {
        host.messages.splice(0);
        host.say('We are lvie', ['Lamp', null], {
          id: '900',
          platform: 'discord',
          channel: '300',
          own: true,
        });
        prepare?.(host);
      },
    },
  );
const openActions = async (user: ReturnType<typeof userEvent.setup>): Promise<void> =>
  await user.click(await screen.findByRole('button', { name: 'Actions for the message from Lamp' }));

describe('our own message on Discord', () => {
  it('is edited, and does not change when Discord refuses', async () => {
    const user = userEvent.setup();
    const { host, stores, unmount } = open();
    await openActions(user);
    await user.click(await screen.findByRole('menuitem', { name: 'Edit message…' }));
    const field = await screen.findByRole('textbox', { name: 'Text' });
    host.discord.refusal = 'The message is gone.';
    await user.clear(field);
    await user.type(field, 'We are live');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(JSON.stringify(stores.notices.getState())).toContain('The message is gone.'));
    expect(screen.getByRole('dialog', { name: 'Edit Discord message' })).toBeTruthy();
    host.discord.refusal = null;
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(host.discord.edited).toEqual([{ messageId: '900', text: 'We are live' }]));
    unmount();
  });

  it('is not changed to a text with a token until the owner confirms it', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await openActions(user);
    await user.click(await screen.findByRole('menuitem', { name: 'Edit message…' }));
    const field = await screen.findByRole('textbox', { name: 'Text' });
    await user.clear(field);
    await user.type(field, 'oauth:canary0123456789abcdef');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await user.click(await screen.findByRole('button', { name: 'Save anyway' }));
    await waitFor(() =>
      expect(host.discord.edited).toEqual([{ messageId: '900', text: 'oauth:canary0123456789abcdef' }]),
    );
    unmount();
  });

  it('is marked as deleted only when Discord confirms it', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await openActions(user);
    await user.click(await screen.findByRole('menuitem', { name: 'Delete message' }));
    await waitFor(() => expect(host.discord.removed).toEqual(['900']));
    const row = screen.getByText('We are lvie').closest('article');
    expect(row?.textContent).not.toContain('deleted');
    host.say('We are lvie', ['Lamp', null], {
      id: '900',
      platform: 'discord',
      channel: '300',
      own: true,
      deletedAt: Date.now(),
    });
    await waitFor(() =>
      expect(screen.getByText('We are lvie').closest('article')?.textContent).toContain('deleted'),
    );
    unmount();
  });

  it('is marked as deleted while the chat is paused', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await user.click(await screen.findByRole('button', { name: /Pause/ }));
    const gone = {
      id: '900',
      platform: 'discord',
      channel: '300',
      own: true,
      deletedAt: Date.now(),
    } as const;
    host.say('We are lvie', ['Lamp', null], gone);
    await waitFor(() =>
      expect(screen.getByText('We are lvie').closest('article')?.textContent).toContain('deleted'),
    );
    expect(screen.getByRole('button', { name: /Jump to latest/ })).toBeTruthy();
    unmount();
  });

  it('cannot be edited when it is from somebody else', async () => {
    const user = userEvent.setup();
    const { unmount } = open((host) => {
      host.messages.splice(0);
      host.say('hello', ['Lamp', null], { platform: 'discord' });
    });
    await openActions(user);
    expect(await screen.findByText('Moderate Discord messages in Discord.')).toBeTruthy();
    expect(screen.queryByRole('menuitem', { name: 'Edit message…' })).toBeNull();
    unmount();
  });
});
