import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ConsoleStream } from './console-stream.ts';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** A stream that fails like Node's: by an event for a pipe, by a throw for a file of an older Node. */
class BrokenStream extends EventEmitter {
  readonly tried: (string | Uint8Array)[] = [];
  failure: { readonly how: 'event' | 'throw'; readonly code: string } | null = null;

  write(chunk: string | Uint8Array): boolean {
    this.tried.push(chunk);
    if (this.failure?.how === 'throw') throw coded(this.failure.code);
    if (this.failure) this.emit('error', coded(this.failure.code));
    return true;
  }
}

describe('a console stream', () => {
  it.each(
    (['event', 'throw'] as const).flatMap((how) =>
      ['EPIPE', 'EIO', 'ENOSPC', 'EBADF', 'ECONNRESET'].map((code) => ({ how, code })),
    ),
  )('stays closed after the first $code, by $how, and never throws', (failure) => {
    const stream = new BrokenStream();
    const broken: unknown[] = [];
    const output = new ConsoleStream(stream, (error) => broken.push(error));
    output.write('one');
    stream.failure = failure;
    output.write('two');
    for (let line = 0; line < 100; line += 1) output.write('more');
    expect(stream.tried).toEqual(['one', 'two']);
    expect(broken).toMatchObject([{ code: failure.code }]);
    expect(output.isBroken).toBe(true);
  });

  it('handles an error that another writer caused', () => {
    const stream = new BrokenStream();
    const output = new ConsoleStream(stream);
    stream.emit('error', coded('EPIPE'));
    stream.emit('error', coded('EPIPE'));
    expect(output.isBroken).toBe(true);
  });

  it('ignores the stream after disposal', () => {
    const stream = new BrokenStream();
    new ConsoleStream(stream)[Symbol.dispose]();
    expect(stream.listenerCount('error')).toBe(0);
  });
});
