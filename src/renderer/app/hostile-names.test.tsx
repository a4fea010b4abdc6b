// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChatPage } from '../features/chat/chat-page.tsx';
import { ViewerInspector } from '../features/chat/viewer-inspector.tsx';
import { EventInspector } from '../features/events/event-inspector.tsx';
import { EventsPage } from '../features/events/events-page.tsx';
import { HealthPage } from '../features/health/health-page.tsx';
import { RehearsalPage } from '../features/rehearsal/rehearsal-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { ComponentInspector } from '../features/stage/component-inspector.tsx';
import { StagePage } from '../features/stage/stage-page.tsx';
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
  waitFor(() => expect(expectFenced(document.body)).toBeGreaterThanOrEqual(atLeast), { timeout: 10_000 });

const hostile = Object.entries(hostileTexts);
const places: readonly (readonly [
  place: string,
  hash: string,
  content: React.JSX.Element,
  atLeast: number,
])[] = [
  ['the chat', '#/chat', <ChatPage key="chat" />, 6],
  ['the events', '#/events', <EventsPage key="events" />, 2],
  ['the health, with its outages and incidents', '#/health', <HealthPage key="health" />, 10],
  ['the rehearsal', '#/rehearsal', <RehearsalPage key="rehearsal" />, 4],
  ['the settings of Twitch', '#/settings?section=chat-presence.twitch', <SettingsPage key="settings" />, 1],
  ['the stage as a table', '#/stage', <StagePage key="stage" />, 8],
  ['the card of a viewer', '#/chat', <ViewerInspector key="viewer" id="twitch:42" />, 3],
  [
    'the inspector of OBS, with its scenes and sources',
    '#/stage',
    <ComponentInspector key="obs" id="obs:main" />,
    12,
  ],
  [
    'the inspector of Twitch, with its redemptions',
    '#/stage',
    <ComponentInspector key="api" id="twitch-api" />,
    4,
  ],
  ['the inspector of Discord', '#/stage', <ComponentInspector key="discord" id="discord" />, 6],
  ['the inspector of an event', '#/events', <EventInspector key="event" id="event-1" />, 2],
];

describe.each(hostile)('names and texts with %s', (_kind, text) => {
  it.each(places)('turn, cover and burst nothing in %s', async (_place, hash, content, atLeast) => {
    const { unmount } = await open(hash, text, content);
    await fenced(atLeast);
    unmount();
  });

  it('turn, cover and burst nothing in a notice and in the verdict', async () => {
    const { stores, unmount } = await open('#/settings?section=journal', text);
    act(() => stores.notices.getState().show('bad', `“${text}” was refused.`));
    await fenced(3);
    unmount();
  });

  it('turn, cover and burst nothing in the menu of a message, and in the dialog before a ban', async () => {
    const { unmount } = await open('#/chat', text, <ChatPage />);
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
