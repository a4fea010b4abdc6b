/** What changes something is an operation: declared in the catalogue, with words, a record and a time limit. */
import { traverseContractProcedures } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { operations } from '#shared/catalogue/operations/index.ts';
import { contract } from '#shared/contract/index.ts';

/** Procedures that change something and are no operations. */
const changing = (): string[] => {
  const found: string[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, meta } = procedure['~orpc'];
    const isGenerated = path[0] === 'addresses' || (path[0] === 'operations' && path[1] === 'do');
    if (route.method !== 'GET' && !meta.asks && !isGenerated) found.push(path.join('.'));
  });
  return found.toSorted();
};

describe('the law of operations', () => {
  it('holds: nothing but an operation changes anything', () => {
    expect(changing()).toEqual([]);
  });

  it('has a procedure for each operation of the catalogue, and an address where it declares one', () => {
    expect(Object.keys(contract.operations.do)).toEqual(operations.map(({ id }) => id));
    const addressed = operations.filter(({ route }) => route !== null);
    expect(Object.keys(contract.addresses)).toEqual(addressed.map(({ id }) => id));
  });
});
