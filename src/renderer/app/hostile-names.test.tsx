// @vitest-environment jsdom
import { act, cleanup, waitFor } from '@testing-library/react';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import { ChatPage } from '../features/chat/chat-page.tsx';
import { ViewerInspector } from '../features/chat/viewer-inspector.tsx';
import { EventsPage } from '../features/events/events-page.tsx';
import { RehearsalPage } from '../features/rehearsal/rehearsal-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { expectFenced, hostileTexts, poisonHost } from '../testing/hostile-names.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';

afterEach(cleanup);

const open = async (hash: string, hostile: string, content: React.JSX.Element) => {
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
const countFenced = (): number => expectFenced(document.body);

const hostile = Object.entries(hostileTexts);
const places: readonly (readonly [
  place: string,
  hash: string,
  content: React.JSX.Element,
  atLeast: number,
])[] = [
  ['the chat', '#/chat', <ChatPage key="chat" />, 6],
  ['the events', '#/events', <EventsPage key="events" />, 2],
  ['the rehearsal', '#/rehearsal', <RehearsalPage key="rehearsal" />, 4],
  ['the settings of Twitch', '#/settings?section=chat-presence.twitch', <SettingsPage key="settings" />, 1],
  ['the card of a viewer', '#/chat', <ViewerInspector key="viewer" id="twitch:42" />, 3],
];

describe.each(hostile)('names and texts with %s', (_kind, text) => {
  it.each(places)('turn, cover and burst nothing in %s', async (_place, hash, content, atLeast) => {
    const { unmount } = await open(hash, text, content);
    await waitFor(() => expect(countFenced()).toBeGreaterThanOrEqual(atLeast));
    unmount();
  });
});
