// @vitest-environment jsdom
import { cleanup, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { Stores } from '../../stores/stores.ts';
import { operationGroups } from './operation-actions.tsx';

/** Returns the palette's actions for the rehearsal. */
const rehearsalActions = (stores: Stores): readonly SpotlightActionData[] =>
  operationGroups(stores).find(({ group }) => group === 'Rehearsal')?.actions ?? [];

/** Chooses an action of the palette. Actions do not read the click event. */
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
  it('injects and fixes a fault by its name', async () => {
    const { host, stores, find, unmount } = await open();
    choose(find('Start drill: OBS: Half-open connection'));
    await waitFor(() => expect(stores.rehearsal.getState().status?.record).toHaveLength(1));
    choose(find('Fix OBS: Half-open connection'));
    await waitFor(() => expect(host.rehearsal.now.record[0]?.until).not.toBeNull());
    unmount();
  });

  it('plays another scenario, and pauses or resumes', async () => {
    const { stores, find, unmount } = await open();
    expect(find('Resume the scenario')).toBeUndefined();
    choose(find('Pause the scenario'));
    await waitFor(() => expect(find('Resume the scenario')).toBeDefined());
    choose(find('Play “A bad evening”'));
    await waitFor(() => expect(stores.rehearsal.getState().status?.scenario.id).toBe('bad-evening'));
    unmount();
  });

  it('offers nothing with live connections', async () => {
    const { host, stores, unmount } = await open();
    host.rehearsal.goLive();
    await waitFor(() => expect(rehearsalActions(stores)).toEqual([]));
    unmount();
  });
});
