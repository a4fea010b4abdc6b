// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { runningComponent } from '../../client/testing/fake-show.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { FirstGuide } from './first-guide.tsx';

afterEach(cleanup);

const title = 'You’re in rehearsal mode';
const withRehearsal = {
  prepare: (host: FakeHost) =>
    void host.components.set('rehearsal', runningComponent({ id: 'rehearsal', title: 'Rehearsal' }, 0)),
};

describe('the first-run guide', () => {
  it('leads to three things to try', async () => {
    const { stores, unmount } = renderWithStores(<FirstGuide />, withRehearsal);
    await screen.findByText(title);
    const route = () => stores.navigation.getState().route;
    await userEvent.click(screen.getByRole('button', { name: /outage/ }));
    expect(route().selection).toEqual({ kind: 'component', id: 'rehearsal' });
    await userEvent.click(screen.getByRole('button', { name: 'Write in chat' }));
    expect(route().page).toBe('chat');
    await userEvent.click(screen.getByRole('button', { name: /connections/ }));
    expect(route().page).toBe('settings');
    unmount();
  });

  it('stays closed once it was closed', async () => {
    const { stores, unmount } = renderWithStores(<FirstGuide />, withRehearsal);
    await userEvent.click(await screen.findByRole('button', { name: 'Close the guide' }));
    expect(screen.queryByText(title)).toBeNull();
    expect(stores.preferences.getState().guideClosed).toBe(true);
    unmount();
  });

  it('is not for a live show', async () => {
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
