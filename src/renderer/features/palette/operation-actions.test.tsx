// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import type { Stores } from '../../stores/stores.ts';
import { operationGroups } from './operation-actions.tsx';

const obsActions = (stores: Stores) =>
  operationGroups(stores).flatMap(({ group, actions }) => (group === 'OBS' ? actions : []));

const open = async () => {
  const rendered = renderWithStores(<p>ready</p>);
  await screen.findByText('ready');
  await waitFor(() => expect(rendered.stores.obs.getState().loaded).toBe(true));
  return rendered;
};

afterEach(cleanup);

describe('operations in the palette', () => {
  it('offers the operations that are available now', async () => {
    const { stores } = await open();
    const labels = obsActions(stores).map(({ label }) => label);
    expect(labels).toEqual([
      'Stop the stream',
      'Start the recording',
      'Stop the replay buffer',
      'Save the replay',
      'Switch to “Starting soon”',
      'Switch to “Be right back”',
      'Switch to “Ending”',
      'Mute “Microphone”',
      'Unmute “Desktop audio”',
      'Hide “Alerts”',
      'Show “Chat overlay”',
      'Hide “Camera”',
      'Hide “Game”',
    ]);
  });

  it('runs an OBS operation, and asks before it ends a stream', async () => {
    const { stores, host } = await open();
    const act = (label: string): void => {
      const action = obsActions(stores).find((each) => each.label === label);
      // The handler does not read the click event.
      (action?.onClick as (() => void) | undefined)?.();
    };
    act('Switch to “Ending”');
    await waitFor(() => expect(host.obs.asked).toEqual(['scene Ending']));
    act('Stop the stream');
    expect(stores.operations.getState().pending?.question.title).toBe('Stop the stream of OBS main');
    expect(host.obs.asked).toEqual(['scene Ending']);
  });

  it('quits Cuelight after a question, and not when the answer is no', async () => {
    const { stores, host } = await open();
    const quit = operationGroups(stores)
      .flatMap(({ actions }) => actions)
      .find(({ label }) => label === 'Quit Cuelight');
    // The handler does not read the click event.
    const choose = quit?.onClick as () => void;
    const { getState } = stores.operations;
    choose();
    expect(getState().pending?.question).toMatchObject({ title: 'Quit Cuelight', no: 'Keep running' });
    getState().cancel();
    choose();
    expect(host.quits).toBe(0);
    await getState().confirm();
    await waitFor(() => expect(host.quits).toBe(1));
  });
});
