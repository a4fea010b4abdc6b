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
import { ComponentPane } from './component-pane.tsx';
import { OperationDialog } from './operation-dialog.tsx';
import { StagePage } from '../features/stage/stage-page.tsx';
import { hostileTexts, lookAtHostile, poisonHost } from '../testing/hostile-names.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { DockChat } from './dock-chat.tsx';
import { Dock } from './dock.tsx';
import { Frame } from './frame.tsx';

// jsdom has no canvas.
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
/** Waits until hostile text is drawn so often, and checks that it harms nothing wherever it is drawn. */
const expectHarmless = async (atLeast: number): Promise<void> => {
  await waitFor(() => expect(lookAtHostile(document.body).drawn).toBeGreaterThanOrEqual(atLeast), {
    timeout: 20_000,
  });
  expect(lookAtHostile(document.body).harms).toEqual([]);
};

const hostile = Object.entries(hostileTexts);
const places: readonly (readonly [
  place: string,
  hash: string,
  content: React.JSX.Element,
  atLeast: number,
])[] = [
  ['the chat', '#/chat', <ChatPage key="chat" />, 6],
  ['the events', '#/events', <EventsPage key="events" />, 2],
  ['the health, with its outages and incidents', '#/health', <HealthPage key="health" />, 6],
  ['the rehearsal', '#/rehearsal', <RehearsalPage key="rehearsal" />, 4],
  ['the settings of Twitch', '#/settings?section=chat-presence.twitch', <SettingsPage key="settings" />, 1],
  ['the docks', '#/settings?section=docks', <SettingsPage key="docks" />, 1],
  ['the stage as a table', '#/stage', <StagePage key="stage" />, 4],
  ['the card of a viewer', '#/chat', <ViewerInspector key="viewer" id="twitch:42" />, 3],
  ['the inspector of OBS', '#/stage', <ComponentPane key="obs" id="obs:main" />, 4],
  ['the inspector of Twitch', '#/stage', <ComponentPane key="api" id="twitch-api" />, 2],
  ['the inspector of Discord', '#/stage', <ComponentPane key="discord" id="discord" />, 2],
  ['the inspector of an event', '#/events', <EventInspector key="event" id="hostile" />, 2],
];

describe.each(hostile)('names and texts with %s', (_kind, text) => {
  it.each(places)('affect no other text in %s', async (_place, hash, content, atLeast) => {
    const { unmount } = await open(hash, text, content);
    await expectHarmless(atLeast);
    unmount();
  });

  it('affect no other text in a notice and the verdict', async () => {
    const { stores, unmount } = await open('#/settings?section=journal', text);
    act(() => stores.notices.getState().show('bad', `“${text}” was refused.`));
    await expectHarmless(2);
    unmount();
  });

  it('affect no other text in a message’s menu and the ban dialog', async () => {
    const { unmount } = await open(
      '#/chat',
      text,
      <>
        <ChatPage />
        <OperationDialog />
      </>,
    );
    const user = userEvent.setup();
    // The one before it came from another channel, where nobody can be banned from here.
    const menus = await screen.findAllByRole('button', { name: /^Actions for the message from/u });
    const last = menus.at(-1);
    if (!last) throw new Error('No message has a menu');
    await user.click(last);
    await user.click(await screen.findByRole('menuitem', { name: /^Ban/u }));
    await screen.findByRole('dialog');
    await expectHarmless(8);
    unmount();
  });

  it('affect no other text in the docks', async () => {
    const chat = await open('', text, <DockChat />);
    await expectHarmless(2);
    chat.unmount();
    const status = await open('', text, <Dock />);
    await expectHarmless(1);
    status.unmount();
  });
});
