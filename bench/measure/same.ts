import { isDeepStrictEqual } from 'node:util';

/**
 * Fails the benchmark when contenders compute different results, because a fast wrong answer is worthless.
 */
export const assertSame = (what: string, outputs: readonly (readonly [string, unknown])[]): void => {
  const [first, ...others] = outputs;
  if (!first) throw new Error(`${what}: nothing to compare`);
  for (const [name, output] of others) {
    if (!isDeepStrictEqual(output, first[1]))
      throw new Error(
        `${what}: ${name} returned ${JSON.stringify(output)}, ${first[0]} returned ${JSON.stringify(first[1])}`,
      );
  }
};
