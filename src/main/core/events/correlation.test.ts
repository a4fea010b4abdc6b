import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CorrelationContext, type Correlation } from './correlation.ts';

const command: Correlation = { correlationId: 'c-1', causeId: null, depth: 1 };
const other: Correlation = { correlationId: 'c-2', causeId: 'e-7', depth: 4 };

describe('what work belongs to', () => {
  it('follows it through every wait, and ends with it', async () => {
    const context = new CorrelationContext();
    const seen: unknown[] = [];
    const work = context.run(command, async () => {
      seen.push(context.current);
      await setImmediate();
      seen.push(context.current);
      return 'done';
    });
    expect(context.current).toBeUndefined();
    await expect(work).resolves.toBe('done');
    expect(seen).toEqual([command, command]);
    expect(context.current).toBeUndefined();
  });

  it('is what it was before, also when the work within throws', () => {
    const context = new CorrelationContext();
    context.run(command, () => {
      expect(context.run(other, () => context.current)).toBe(other);
      expect(context.current).toBe(command);
      expect(() =>
        context.run(other, () => {
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(context.current).toBe(command);
    });
  });

  it('can be left by what outlives it', async () => {
    const context = new CorrelationContext();
    const seen = await context.run(command, () =>
      context.detach(async () => {
        await setImmediate();
        return context.current;
      }),
    );
    expect(seen).toBeUndefined();
  });

  it('is that of its beginner when it is done later, and nothing when that belonged to nothing', () => {
    const context = new CorrelationContext();
    const seen: unknown[] = [];
    const note = (): void => void seen.push(context.current);
    const ofCommand = context.run(command, () => context.bind(note));
    const ofNothing = context.bind(note);
    context.run(other, () => {
      ofCommand();
      ofNothing();
    });
    expect(seen).toEqual([command, undefined]);
  });

  it('leaves alone what others carry along in the same way', () => {
    const theirs = new AsyncLocalStorage<string>();
    const context = new CorrelationContext();
    expect(theirs.run('theirs', () => context.run(command, () => theirs.getStore()))).toBe('theirs');
  });
});
