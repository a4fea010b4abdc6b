import { expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createStreamStores, streamNames } from './table.ts';

it('has every stream of the contract, and a store for each', () => {
  const watched = Object.entries(contract).flatMap(([name, subject]) => ('watch' in subject ? [name] : []));
  expect(watched.length).toBeGreaterThan(0);
  expect([...streamNames].sort()).toEqual(watched.sort());
  const stores = createStreamStores({ clock: createFakeClock() });
  expect(Object.keys(stores).sort()).toEqual(watched);
});
