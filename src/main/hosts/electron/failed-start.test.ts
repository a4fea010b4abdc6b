import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createFailedStart } from './failed-start.ts';

const build = () => {
  const clock = createFakeClock();
  const done: string[] = [];
  const box = Promise.withResolvers<{ response: number; checkboxChecked: boolean }>();
  const failed = createFailedStart({
    app: {
      quit: () => done.push('quit'),
      releaseSingleInstanceLock: () => done.push('lock released'),
      whenReady: () => Promise.resolve(),
    },
    dialog: { showMessageBox: () => (done.push('box'), box.promise) },
    clock,
    write: (text) => done.push(text),
    onFailed: () => done.push('told'),
  });
  return { clock, done, box, failed };
};

describe('a program that cannot start', () => {
  it('shows the reason, lets a second start retry, and quits when the box is closed', async () => {
    const { clock, done, box, failed } = build();
    expect(failed.fault).toBeNull();
    failed.end('The home is in use.');
    failed.end('Something that followed from it.');
    await clock.settle();
    expect(done).toEqual(['The home is in use.\n', 'told', 'lock released', 'box']);
    expect(failed.fault?.message).toBe('The home is in use.');
    box.resolve({ response: 0, checkboxChecked: false });
    await clock.settle();
    expect(done.at(-1)).toBe('quit');
    expect(clock.pending).toBe(0);
  });

  it('quits when the box stays open', async () => {
    const { clock, done, failed } = build();
    failed.end('The home is in use.');
    await clock.advance(60_000);
    expect(done.at(-1)).toBe('quit');
  });

  it('quits when no box can be shown', async () => {
    const { clock, done, box, failed } = build();
    failed.end('The home is in use.');
    box.reject(new Error('no display'));
    await clock.settle();
    expect(done.at(-1)).toBe('quit');
  });
});
