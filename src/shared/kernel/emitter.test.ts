import { describe, expect, it } from 'vitest';
import { toDisposable } from './disposable.ts';
import { Emitter } from './emitter.ts';

describe('an emitter', () => {
  it('calls its listeners in the order in which they were added, with all values', () => {
    const heard: string[] = [];
    const emitter = new Emitter<[name: string, count: number]>();
    emitter.on((name, count) => heard.push(`first ${name} ${count}`));
    emitter.on((name, count) => heard.push(`second ${name} ${count}`));
    emitter.emit('viewers', 3);
    expect(heard).toEqual(['first viewers 3', 'second viewers 3']);
  });

  it('calls a function twice that was added twice, and removes one subscription at a time', () => {
    let calls = 0;
    const listener = (): void => void (calls += 1);
    const emitter = new Emitter();
    const first = emitter.on(listener);
    emitter.on(listener);
    emitter.emit();
    expect(calls).toBe(2);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(emitter.listenerCount).toBe(1);
    emitter.emit();
    expect(calls).toBe(3);
  });

  it('does not call a listener that was removed or added during the same emit', () => {
    const heard: string[] = [];
    const emitter = new Emitter();
    emitter.on(() => {
      heard.push('first');
      second[Symbol.dispose]();
      emitter.on(() => heard.push('late'));
    });
    const second = emitter.on(() => heard.push('second'));
    emitter.emit();
    expect(heard).toEqual(['first']);
    emitter.emit();
    expect(heard).toEqual(['first', 'first', 'late']);
  });

  it('calls no listener after it was cleared, even during an emit', () => {
    const heard: string[] = [];
    const emitter = new Emitter();
    emitter.on(() => {
      heard.push('first');
      emitter.clear();
    });
    emitter.on(() => heard.push('second'));
    emitter.emit();
    emitter.emit();
    expect(heard).toEqual(['first']);
  });
});

it('calls the function of a disposable once', () => {
  let calls = 0;
  const disposable = toDisposable(() => (calls += 1));
  disposable[Symbol.dispose]();
  disposable[Symbol.dispose]();
  expect(calls).toBe(1);
});
