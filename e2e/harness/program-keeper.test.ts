import { expect, it } from 'vitest';
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

it('shares one program between the specs of a file', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  const first = await keeper.programOf('a.spec.ts');
  expect(await keeper.programOf('a.spec.ts')).toBe(first);
  expect(keeper.current('a.spec.ts')).toBe(first);
  expect(log).toEqual(['start 1']);
});

it('stops the program of one file before it starts the program of the next file', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  await keeper.programOf('a.spec.ts');
  await keeper.programOf('b.spec.ts');
  expect(keeper.current('a.spec.ts')).toBeNull();
  expect(log).toEqual(['start 1', 'stop 1', 'start 2']);
});

it('stops the program of an earlier file for a spec that starts programs itself, and starts none', async () => {
  const { log, start } = makeRuntime();
  const keeper = new ProgramKeeper({ start });
  await keeper.programOf('a.spec.ts');
  await keeper.leaveOthers('b.spec.ts');
  expect(keeper.current('b.spec.ts')).toBeNull();
  expect(log).toEqual(['start 1', 'stop 1']);
});

it('reports every program that did not end with code 0, also when a later one ended well', async () => {
  const { start } = makeRuntime([1, null, 0]);
  const keeper = new ProgramKeeper({ start });
  for (const file of ['a.spec.ts', 'b.spec.ts', 'c.spec.ts']) await keeper.programOf(file);
  expect(await keeper.close()).toEqual([
    'the program of a.spec.ts ended with code 1',
    'the program of b.spec.ts ended with code null',
  ]);
  expect(await keeper.close()).toEqual([]);
});
