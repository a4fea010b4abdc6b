// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { DockChat } from './dock-chat.tsx';

afterEach(cleanup);

it('shows in a dock that a message was removed, without its text', async () => {
  const { container, unmount } = renderWithStores(<DockChat />, {
    prepare: (host) => {
      host.messages.splice(
        0,
        host.messages.length,
        plainMessage({ id: '1', text: 'good evening' }),
        plainMessage({
          id: '2',
          text: 'hateful words',
          deletedAt: 2_000,
          removed: { by: 'timed-out', seconds: 600 },
        }),
        plainMessage({ id: '3', text: 'older hateful words', deletedAt: 2_000 }),
      );
    },
  });
  expect(await screen.findByText('good evening')).toBeTruthy();
  expect(screen.getByText('removed, timed out for 10 min')).toBeTruthy();
  expect(screen.getByText('deleted')).toBeTruthy();
  expect(container.innerHTML).not.toContain('hateful');
  unmount();
});
