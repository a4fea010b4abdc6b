import { expect, test } from 'vitest';
import { ProgramKeeper } from './program-keeper.ts';
import type { Program } from './program.ts';

/** A runtime whose programs only write down what happens to them. */
const makeRuntime = (codes: readonly (number | null)[] = []) => {
  const log: string[] = [];
  let started = 0;
  const start = async (): Promise<Program> => {
    const number = (started += 1);
    log.push(`start ${number}`);
    return {
      get page(): never {
        throw new Error('this program has no window');
      },
      link: null,
      home: `/home/${number}`,
      takeProblems: () => [],
      stop: async () => {
        log.push(`stop ${number}`);
        return codes[number - 1] === undefined ? 0 : (codes[number - 1] ?? null);
      },
    };
  };
  return { log, start };
};

test('specs of one file share one program', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  const first = await keeper.programOf('a.spec.ts');
  expect(await keeper.programOf('a.spec.ts')).toBe(first);
  expect(keeper.current('a.spec.ts')).toBe(first);
  expect(log).toEqual(['start 1']);
});

test('the program of one file stops before the program of the next file starts', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  await keeper.programOf('a.spec.ts');
  await keeper.programOf('b.spec.ts');
  expect(keeper.current('a.spec.ts')).toBeNull();
  expect(log).toEqual(['start 1', 'stop 1', 'start 2']);
});

test('a spec that starts programs itself finds the program of an earlier file stopped, and starts none', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  await keeper.programOf('a.spec.ts');
  await keeper.leaveOthers('b.spec.ts');
  expect(keeper.current('b.spec.ts')).toBeNull();
  expect(log).toEqual(['start 1', 'stop 1']);
});

test('every program that did not end with code 0 is reported, also when a later one ended well', async () => {
  const { start } = makeRuntime([1, null, 0]);
  const keeper = new ProgramKeeper({ start });
  for (const file of ['a.spec.ts', 'b.spec.ts', 'c.spec.ts']) await keeper.programOf(file);
  expect(await keeper.close()).toEqual([
    'the program of a.spec.ts ended with code 1',
    'the program of b.spec.ts ended with code null',
  ]);
  expect(await keeper.close()).toEqual([]);
});
