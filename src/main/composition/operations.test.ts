import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '#shared/catalogue/operations/index.ts';
import { Programs } from './testing/programs.ts';

describe('the operations of the whole program', () => {
  let programs: Programs;
  beforeEach(() => {
    programs = new Programs();
  });
  afterEach(() => programs[Symbol.asyncDispose]());

  it('are those of the catalogue, each implemented once', async () => {
    const { gatewayPorts } = await programs.build();
    const implemented = gatewayPorts.operations.list();
    expect(implemented.map(({ operation }) => operation.id).toSorted()).toEqual(
      operations.map(({ id }) => id).toSorted(),
    );
    for (const each of operations)
      expect(implemented.find(({ operation }) => operation.id === each.id)?.operation).toBe(each);
  });
});
