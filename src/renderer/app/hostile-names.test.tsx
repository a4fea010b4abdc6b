// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Selection } from '../data/route.ts';
import { expectFenced, hostileTexts, poisonHost } from '../testing/hostile-names.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { DockChat } from './dock-chat.tsx';
import { Dock } from './dock.tsx';
import { Frame } from './frame.tsx';

// jsdom has no canvas; what the charts are given is tested in data/.
vi.mock('uplot', () => ({
  default: class {
    setData(): void {}
    setSize(): void {}
    destroy(): void {}
  },
}));

afterEach(cleanup);

const open = async (hash: string, hostile: string, content = <Frame />) => {
  const rendered = renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>{content}</VirtuosoMockContext>,
    { hash, prepare: (host) => poisonHost(host, hostile) },
  );
  rendered.stores.preferences.getState().change({ stageAsTable: true });
  await waitFor(() => expect(rendered.stores.connection.getState().phase).toBe('connected'));
  await act(() => rendered.stores.settings.getState().load());
  return rendered;
};
/** Drawn at least so often, wherever the page has it, and fenced each time. */
const fenced = (atLeast: number): Promise<void> =>
  waitFor(() => expect(expectFenced(document.body)).toBeGreaterThanOrEqual(atLeast));

const hostile = Object.entries(hostileTexts);
const pages: readonly (readonly [page: string, hash: string, atLeast: number])[] = [
  ['the chat', '#/chat', 8],
  ['the events', '#/events', 4],
  ['the health, with its outages and incidents', '#/health', 12],
  ['the rehearsal', '#/rehearsal', 6],
  ['the settings', '#/settings', 2],
  ['the stage as a table', '#/stage', 10],
];
const selections: readonly (readonly [string, Selection, number])[] = [
  ['the card of a viewer', { kind: 'viewer', id: 'twitch:42' }, 6],
  ['the inspector of OBS', { kind: 'component', id: 'obs:main' }, 15],
  ['the inspector of Twitch, with its redemptions', { kind: 'component', id: 'twitch-api' }, 8],
  ['the inspector of Discord', { kind: 'component', id: 'discord' }, 8],
  ['the inspector of an event', { kind: 'event', id: '' }, 4],
];

describe.each(hostile)('names and texts with %s', (_kind, text) => {
  it.each(pages)('turn, cover and burst nothing in %s', async (_page, hash, atLeast) => {
    const { unmount } = await open(hash, text);
    await fenced(atLeast);
    unmount();
  });

  it.each(selections)('turn, cover and burst nothing in %s', async (_page, selection, atLeast) => {
    const { host, stores, unmount } = await open('#/stage', text);
    const ids: Readonly<Record<Selection['kind'], string>> = {
      viewer: selection.id,
      event: host.events.find(({ topic }) => topic === 'obs.scene-changed')?.id ?? '',
      component: selection.id,
    };
    act(() => stores.navigation.getState().select({ kind: selection.kind, id: ids[selection.kind] }));
    await screen.findByRole('complementary');
    await fenced(atLeast + 10);
    unmount();
  });

  it('turn, cover and burst nothing in a notice', async () => {
    const { stores, unmount } = await open('#/settings?section=journal', text);
    act(() => stores.notices.getState().show('bad', `“${text}” was refused.`));
    await fenced(3);
    unmount();
  });

  it('turn, cover and burst nothing in the menu of a message, and in the dialog before a ban', async () => {
    const { unmount } = await open('#/chat', text);
    const user = userEvent.setup();
    const [more] = await screen.findAllByRole('button', { name: /^Actions on the message of/u });
    if (more) await user.click(more);
    await user.click(await screen.findByRole('menuitem', { name: /^Ban/u }));
    await screen.findByRole('dialog');
    await fenced(8);
    unmount();
  });

  it('turn, cover and burst nothing in the docks', async () => {
    const chat = await open('', text, <DockChat />);
    await fenced(2);
    chat.unmount();
    const status = await open('', text, <Dock />);
    await fenced(1);
    status.unmount();
  });
});

const sheets = import.meta.glob<string>('../**/*.module.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const ruleOf = (file: string, selector: string): string =>
  new RegExp(String.raw`${selector.replaceAll('.', String.raw`\.`)} \{([^}]*)\}`, 'u').exec(
    sheets[file] ?? '',
  )?.[1] ?? '';

it('isolates foreign text, breaks its long words, and keeps it within the row of a message and of a redemption', () => {
  const foreign = ruleOf('../ui/foreign-text.module.css', '.foreign');
  expect(foreign).toContain('unicode-bidi: isolate');
  expect(foreign).toContain('overflow-wrap: anywhere');
  expect(ruleOf('../features/chat/chat-row.module.css', '.row')).toContain('overflow: clip');
  expect(ruleOf('../features/stage/twitch-panel.module.css', '.redemption')).toContain('overflow: clip');
});
