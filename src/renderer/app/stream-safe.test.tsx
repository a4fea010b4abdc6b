// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import { createRedaction } from '../model/redaction.ts';
import type { PageId } from '../model/route.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { Dock } from './dock.tsx';
import { Frame } from './frame.tsx';

/** Private data from the host that an audience must not see. */
const viewers = ['Mothwing', 'HollowLamp', 'Copper_Heron'];
const addresses = ['127.0.0.1', '4455', '/home/streamer'];

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
  cleanup();
});

const renderTelling = (content: React.ReactNode, hash: string, covered: boolean) => {
  const rendered = renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>{content}</VirtuosoMockContext>,
    {
      hash,
      ...(covered ? { redaction: createRedaction() } : {}),
      prepare: (host) => {
        host.say('hello from Mothwing', ['Mothwing', '#9ACD32']);
        host.say('@Mothwing hi', ['HollowLamp', '#1E90FF']);
        host.recordEvent('twitch.raid', 'twitch-chat', 'info', 'Copper_Heron is raiding with 48 viewers.', {
          login: 'copper_heron',
          displayName: 'Copper_Heron',
          viewers: 48,
        });
      },
    },
  );
  rendered.stores.preferences.getState().change({ stageAsTable: true, streamSafe: covered });
  open.push(rendered.unmount);
  return rendered;
};

/** Text, attributes and all, not only what is drawn. */
const wholePage = (): string => document.documentElement.outerHTML;

const markers: readonly (readonly [PageId, RegExp])[] = [
  ['stage', /All components/],
  ['chat', /hello from/],
  ['events', /is raiding/],
];

describe('the stream-safe mode', () => {
  it.each(markers)('redacts viewers and addresses on the whole %s page', async (page, marker) => {
    renderTelling(<Frame />, `#/${page}?select=component:obs:main`, true);
    await waitFor(() => expect(wholePage()).toMatch(marker));
    await screen.findAllByText('hidden');
    const html = wholePage().toLowerCase();
    for (const secret of [...viewers, ...addresses]) expect(html).not.toContain(secret.toLowerCase());
  });

  it('shows them with the mode off', async () => {
    renderTelling(<Frame />, '#/chat?select=component:obs:main', false);
    await waitFor(() => expect(wholePage()).toContain('Mothwing'));
    await waitFor(() => expect(wholePage()).toContain('127.0.0.1:4455'));
  });

  it('shows no settings, and says how to see them', async () => {
    renderTelling(<Frame />, '#/settings', true);
    expect(await screen.findByText('Settings are hidden')).toBeTruthy();
    for (const address of addresses) expect(wholePage()).not.toContain(address);
  });

  it('is toggled by a button that shows its state', async () => {
    const { stores } = renderTelling(<Frame />, '', false);
    const button = await screen.findByRole('button', { name: 'Stream-safe', pressed: false });
    await userEvent.click(button);
    expect(stores.preferences.getState().streamSafe).toBe(true);
    expect(await screen.findByRole('button', { name: 'Stream-safe', pressed: true })).toBeTruthy();
  });

  it('redacts the dock', async () => {
    const { host } = renderTelling(<Dock />, '', true);
    await screen.findAllByText('Everything is healthy');
    host.loseObs();
    await waitFor(() => expect(wholePage()).toContain('OBS'));
    for (const address of addresses) expect(wholePage()).not.toContain(address);
  });
});
