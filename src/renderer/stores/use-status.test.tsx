// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { useKnownTime } from './use-status.ts';

afterEach(cleanup);

const KnownTime = () => <output>{useKnownTime()}</output>;
const shownTime = (): number => Number(screen.getByRole('status').textContent);

it('knows nothing later than the loss of the connection', async () => {
  const { stores, cut } = renderWithStores(<KnownTime />);
  await waitFor(() => expect(stores.connection.getState().phase).toBe('connected'));
  act(() => cut());
  await waitFor(() => expect(stores.connection.getState().phase).toBe('lost'));
  expect(shownTime()).toBe(stores.connection.getState().since);
});

it('knows nothing later than the save of the open diagnostic bundle', () => {
  const { stores } = renderWithStores(<KnownTime />);
  act(() =>
    stores.diagnostics.getState().open('diagnostics.cuelight', {
      madeAt: 5_000,
      from: 0,
      to: 4_000,
      versions: {},
      components: [],
      edges: [],
      events: [],
      eventsCut: false,
      chat: [],
      before: [],
      transitions: [],
      settings: {},
    }),
  );
  expect(shownTime()).toBe(5_000);
});
