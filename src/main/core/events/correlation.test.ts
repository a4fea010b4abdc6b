import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CorrelationContext, type Correlation } from './correlation.ts';

const command: Correlation = { correlationId: 'c-1', causeId: null, depth: 1 };
const other: Correlation = { correlationId: 'c-2', causeId: 'e-7', depth: 4 };

describe('the correlation of work', () => {
  it('follows the work through every await, and ends with it', async () => {
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

  it('is restored afterwards, also when the inner work throws', () => {
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

  it('can be detached by work that outlives it', async () => {
    const context = new CorrelationContext();
    const seen = await context.run(command, () =>
      context.detach(async () => {
        await setImmediate();
        return context.current;
      }),
    );
    expect(seen).toBeUndefined();
  });

  it('is the initiator’s for bound work, and none when the initiator had none', () => {
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

  it('does not affect other async context', () => {
    const theirs = new AsyncLocalStorage<string>();
    const context = new CorrelationContext();
    expect(theirs.run('theirs', () => context.run(command, () => theirs.getStore()))).toBe('theirs');
  });
});
