// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { useFoundMessages } from './use-found-messages.ts';

afterEach(cleanup);

const Shown = ({ wanted }: { wanted: string }) => {
  const found = useFoundMessages(wanted);
  if (!found) return <output>nothing wanted</output>;
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

/** 450 lines with the word, and of another viewer whose name begins with it 300 without it, between them. */
const say = (host: FakeHost): void => {
  host.messages.splice(0);
  for (let index = 0; index < 450; index += 1) {
    host.say(`rope ${index}`, ['Aurelia', null], { id: `word-${index}`, at: index * 1_000 });
    if (index >= 150)
      host.say(`line ${index}`, ['Ropewalker', null], { id: `name-${index}`, at: index * 1_000 });
  }
};

it('finds by words and by name page by page, each message once and in order, back to the first', async () => {
  const user = userEvent.setup();
  const { unmount } = renderWithStores(<Shown wanted="rope" />, { prepare: say });
  await screen.findByText('400 of 400, from line 250, in order, idle');
  await user.click(screen.getByText('older'));
  await screen.findByText(/^699 of 699, from rope 51, in order, idle/);
  await user.click(screen.getByText('older'));
  await screen.findByText(/^750 of 750, from rope 0, in order, end/);
  unmount();
});

it('ends at an instant that has more messages than a page holds', async () => {
  const user = userEvent.setup();
  const { unmount } = renderWithStores(<Shown wanted="rope" />, {
    prepare: (host) => {
      host.messages.splice(0);
      for (let index = 0; index < 300; index += 1)
        host.say(`rope ${index}`, ['Aurelia', null], { id: `word-${index}`, at: 1_000 });
    },
  });
  await screen.findByText(/^200 of 200, .*, idle/);
  await user.click(screen.getByText('older'));
  await screen.findByText(/^200 of 200, .*, end/);
  unmount();
});
