// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { useFoundMessages } from './use-found-messages.ts';

afterEach(cleanup);

const Shown = ({ query }: { query: string }) => {
  const found = useFoundMessages(query);
  if (!found) return <output>empty query</output>;
  const { messages, phase, readMore } = found;
  const ids = new Set(messages.map(({ id }) => id));
  const inOrder = messages.every(({ at }, index) => at >= (messages[index - 1]?.at ?? 0));
  return (
    <>
      <button onClick={readMore}>older</button>
      <output>{`${messages.length} of ${ids.size}, from ${messages[0]?.text ?? 'nothing'}, ${inOrder ? 'in order' : 'mixed'}, ${phase}`}</output>
    </>
  );
};

/** 450 messages with the word, mixed with 300 without it by a viewer whose name starts with it. */
const say = (host: FakeHost): void => {
  host.messages.splice(0);
  for (let index = 0; index < 450; index += 1) {
    host.say(`rope ${index}`, ['Aurelia', null], { id: `word-${index}`, at: index * 1_000 });
    if (index >= 150)
      host.say(`line ${index}`, ['Ropewalker', null], { id: `name-${index}`, at: index * 1_000 });
  }
};

it('finds by words and by name, page by page, each message once and in order', async () => {
  const user = userEvent.setup();
  const { unmount } = renderWithStores(<Shown query="rope" />, { prepare: say });
  expect(await screen.findByText('400 of 400, from line 250, in order, idle')).toBeTruthy();
  await user.click(screen.getByText('older'));
  expect(await screen.findByText(/^699 of 699, from rope 51, in order, idle/)).toBeTruthy();
  await user.click(screen.getByText('older'));
  expect(await screen.findByText(/^750 of 750, from rope 0, in order, end/)).toBeTruthy();
  unmount();
});

const Toggle = () => {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!open)}>search</button>
      {open && <Shown query="rope" />}
    </>
  );
};

it('finds messages that were written since the last search for the same words', async () => {
  const user = userEvent.setup();
  const { host, unmount } = renderWithStores(<Toggle />, {
    prepare: (show) => {
      show.messages.splice(0);
      show.say('rope one', ['Aurelia', null], { id: 'one', at: 1_000 });
    },
  });
  expect(await screen.findByText(/^1 of 1, .*, end/)).toBeTruthy();
  await user.click(screen.getByText('search'));
  act(() => void host.say('rope two', ['Aurelia', null], { id: 'two', at: 2_000 }));
  await user.click(screen.getByText('search'));
  expect(await screen.findByText(/^2 of 2, .*, end/)).toBeTruthy();
  unmount();
});

it('ends where more messages have the same time than fit on a page', async () => {
  const user = userEvent.setup();
  const { unmount } = renderWithStores(<Shown query="rope" />, {
    prepare: (host) => {
      host.messages.splice(0);
      for (let index = 0; index < 300; index += 1)
        host.say(`rope ${index}`, ['Aurelia', null], { id: `word-${index}`, at: 1_000 });
    },
  });
  expect(await screen.findByText(/^200 of 200, .*, idle/)).toBeTruthy();
  await user.click(screen.getByText('older'));
  expect(await screen.findByText(/^200 of 200, .*, end/)).toBeTruthy();
  unmount();
});
