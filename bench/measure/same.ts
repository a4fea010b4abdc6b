import { isDeepStrictEqual } from 'node:util';

/** Ends the benchmark when contenders do not come to the same: a faster wrong answer is no answer. */
export const assertSame = (what: string, outputs: readonly (readonly [string, unknown])[]): void => {
  const [first, ...others] = outputs;
  if (!first) throw new Error(`${what}: there is nothing to compare`);
  for (const [name, output] of others) {
    if (!isDeepStrictEqual(output, first[1]))
      throw new Error(
        `${what}: ${name} came to ${JSON.stringify(output)}, ${first[0]} to ${JSON.stringify(first[1])}`,
      );
  }
};
