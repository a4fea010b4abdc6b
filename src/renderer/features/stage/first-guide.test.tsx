// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { FirstGuide } from './first-guide.tsx';

afterEach(cleanup);

const title = 'You’re in rehearsal mode';

describe('the first-run guide', () => {
  it('crashes OBS for 20 s, and leads to the chat and the accounts', async () => {
    const { host, stores, unmount } = renderWithStores(<FirstGuide />);
    await screen.findByText(title);
    const route = () => stores.navigation.getState().route;
    const crash = screen.getByRole('button', { name: 'Simulate an OBS crash' });
    await waitFor(() => expect(crash.hasAttribute('disabled')).toBe(false));
    await userEvent.click(crash);
    await waitFor(() =>
      expect(host.rehearsal.now.record).toMatchObject([{ server: 'obs', fault: 'refuse' }]),
    );
    expect(route().selection).toEqual({ kind: 'component', id: 'obs:main' });
    await userEvent.click(screen.getByRole('button', { name: 'Write in chat' }));
    expect(route().page).toBe('chat');
    await userEvent.click(screen.getByRole('button', { name: 'Connect your accounts' }));
    expect(route().page).toBe('settings');
    unmount();
  });

  it('stays closed once it was closed', async () => {
    const { stores, unmount } = renderWithStores(<FirstGuide />);
    await userEvent.click(await screen.findByRole('button', { name: 'Close the guide' }));
    expect(screen.queryByText(title)).toBeNull();
    expect(stores.preferences.getState().guideClosed).toBe(true);
    unmount();
  });

  it('is absent with live connections', async () => {
    const { stores, unmount } = renderWithStores(<FirstGuide />, {
      prepare: (host) => {
        host.run.mode = 'live';
      },
    });
    await expect.poll(() => stores.system.getState().loaded).toBe(true);
    expect(screen.queryByText(title)).toBeNull();
    unmount();
  });
});
