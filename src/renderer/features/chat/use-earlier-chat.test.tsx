// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { emptyRing, pushAll } from '../../model/ring.ts';
import { useChat } from '../../stores/stores-context.tsx';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { useEarlierChat } from './use-earlier-chat.ts';

afterEach(cleanup);

const Shown = () => {
  const ring = useChat((state) => state.ring);
  const { messages, phase, failure, generation, read } = useEarlierChat(ring);
  return (
    <>
      <button onClick={read}>earlier</button>
      <output>{`${messages.length}, from ${messages[0]?.text ?? 'nothing'}, ${phase}, ${generation}, ${failure ?? 'no failure'}`}</output>
    </>
  );
};

const sayLines = (host: FakeHost): void => {
  host.messages.splice(0);
  for (let index = 0; index < 450; index += 1)
    host.say(`line ${index}`, ['Aurelia', null], { id: `line-${index}`, at: index * 1_000 });
};

it('loads page by page to the first saved message, and starts over when the live messages no longer join', async () => {
  const user = userEvent.setup();
  const { stores, unmount } = renderWithStores(<Shown />, { prepare: sayLines });
  const line = (): Promise<HTMLElement> => screen.findByText(/^\d+, from/);
  await screen.findByText('0, from nothing, idle, 0, no failure');
  const { promise: heard, resolve } = Promise.withResolvers<void>();
  if (stores.chat.getState().loaded) resolve();
  stores.chat.subscribe(({ loaded }) => loaded && resolve());
  await act(() => heard);

  await user.click(screen.getByText('earlier'));
  await screen.findByText('199, from line 51, idle, 0, no failure');
  await user.click(screen.getByText('earlier'));
  await screen.findByText('250, from line 0, idle, 0, no failure');
  await user.click(screen.getByText('earlier'));
  await screen.findByText('250, from line 0, end, 0, no failure');

  act(() => {
    const { ring } = stores.chat.getState();
    stores.chat.setState({ ring: { ...pushAll(emptyRing(2_000), ring.items.slice(50)), forgotten: 50 } });
  });
  expect((await line()).textContent).toBe('0, from nothing, idle, 1, no failure');
  unmount();
});

it('gives the reason of a failed read, and can be retried', async () => {
  const user = userEvent.setup();
  const { cut, unmount } = renderWithStores(<Shown />, { prepare: sayLines });
  await screen.findByText('0, from nothing, idle, 0, no failure');
  act(() => cut());
  await user.click(screen.getByText('earlier'));
  expect((await screen.findByText(/idle, 0, There is no connection/)).textContent).toContain(
    '0, from nothing',
  );
  unmount();
});
