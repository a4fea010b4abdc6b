// @vitest-environment jsdom
import { cleanup, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { Stores } from '../../stores/stores.ts';
import { operationGroups } from './operation-actions.tsx';

/** What the palette offers to do with the rehearsal. */
const rehearsalActions = (stores: Stores): readonly SpotlightActionData[] =>
  operationGroups(stores).find(({ group }) => group === 'Rehearsal')?.actions ?? [];

/** Chooses what the palette offers. Its actions don't read the event of the click. */
const choose = (action: SpotlightActionData | undefined): void => {
  const click: unknown = new MouseEvent('click');
  action?.onClick?.(click as React.MouseEvent<HTMLButtonElement>);
};

afterEach(cleanup);

const open = async () => {
  const rendered = renderWithStores(null);
  await waitFor(() => expect(rendered.stores.rehearsal.getState().loaded).toBe(true));
  return {
    ...rendered,
    find: (label: string) => rehearsalActions(rendered.stores).find((each) => each.label === label),
  };
};

describe('the rehearsal in the palette', () => {
  it('breaks and mends by name', async () => {
    const { host, stores, find, unmount } = await open();
    choose(find('Break OBS: Half-open link'));
    await waitFor(() => expect(stores.rehearsal.getState().status?.record).toHaveLength(1));
    choose(find('Mend OBS: Half-open link'));
    await waitFor(() => expect(host.rehearsal.now.record[0]?.until).not.toBeNull());
    unmount();
  });

  it('plays another scenario, and pauses or resumes whichever can be done', async () => {
    const { stores, find, unmount } = await open();
    expect(find('Resume the scenario')).toBeUndefined();
    choose(find('Pause the scenario'));
    await waitFor(() => expect(find('Resume the scenario')).toBeDefined());
    choose(find('Play “A bad evening”'));
    await waitFor(() => expect(stores.rehearsal.getState().status?.scenario.id).toBe('bad-evening'));
    unmount();
  });

  it('has nothing to offer while the program is live', async () => {
    const { host, stores, unmount } = await open();
    host.rehearsal.goLive();
    await waitFor(() => expect(rehearsalActions(stores)).toEqual([]));
    unmount();
  });
});
