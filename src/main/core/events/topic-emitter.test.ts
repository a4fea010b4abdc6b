import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDisposable } from '#shared/kernel/index.ts';
import { TopicEmitter } from './topic-emitter.ts';

const build = () => {
  const heard: string[] = [];
  const failures: string[] = [];
  const emitter = new TopicEmitter<string>((thrown, value, pattern) => {
    failures.push(`${String(thrown)} on ${value} by ${pattern}`);
  });
  return { emitter, heard, failures };
};

describe('an emit in progress', () => {
  it('does not reach a removed listener, also when another one was added before', () => {
    const { emitter, heard } = build();
    emitter.on('t', () => {
      emitter.on('t', () => heard.push('newcomer'));
      last[Symbol.dispose]();
    });
    emitter.on('t', () => heard.push('between'));
    const last = emitter.on('t', () => heard.push('last'));
    emitter.emit('t', 'first');
    expect(heard).toEqual(['between']);
  });

  it('continues after a listener that throws, and reports its pattern', async () => {
    const { emitter, heard, failures } = build();
    emitter.on('a.*', () => {
      throw 'one';
    });
    emitter.on('*', () => Promise.reject('two'));
    emitter.on('a.b', () => {
      throw 'three';
    });
    emitter.on('a.b', () => heard.push('well'));
    emitter.emit('a.b', 'value');
    await Promise.resolve();
    expect(heard).toEqual(['well']);
    expect(failures).toEqual(['one on value by a.*', 'three on value by a.b', 'two on value by *']);
  });

  it('watches the promise of a listener after one that threw', async () => {
    const { emitter, failures } = build();
    emitter.on('t', () => {
      throw 'one';
    });
    emitter.on('t', () => Promise.reject('late'));
    emitter.emit('t', 'v');
    await Promise.resolve();
    expect(failures).toEqual(['one on v by t', 'late on v by t']);
  });

  it('clears the cache of generated topics, and still reaches every listener', () => {
    const { emitter, heard } = build();
    emitter.on('made.*', (value) => heard.push(value));
    for (let index = 0; index < 5_000; index++) emitter.emit(`made.${index}`, String(index));
    emitter.emit('made.0', 'again');
    expect(heard).toHaveLength(5_001);
  });
});

/** The action of a listener when it is called, by listener number. */
type Doing =
  | { readonly kind: 'nothing' | 'throw' | 'leave' }
  | { readonly kind: 'come'; readonly pattern: string }
  | { readonly kind: 'send-away'; readonly who: number }
  | { readonly kind: 'emit'; readonly topic: string };

const patterns = fc.constantFrom('a.x', 'a.y', 'b', 'a.*', '*');
const topics = fc.constantFrom('a.x', 'a.y', 'b');
const doings: fc.Arbitrary<Doing> = fc.oneof(
  fc.constantFrom<Doing>({ kind: 'nothing' }, { kind: 'throw' }, { kind: 'leave' }),
  fc.record({ kind: fc.constant('come' as const), pattern: patterns }),
  fc.record({ kind: fc.constant('send-away' as const), who: fc.nat(6) }),
  fc.record({ kind: fc.constant('emit' as const), topic: topics }),
);

/** The plain reading: a list that is copied before it is gone through. */
class PlainEmitter {
  readonly #failed: (pattern: string) => void;
  #entries: { pattern: string; call: () => void }[] = [];

  constructor(failed: (pattern: string) => void) {
    this.#failed = failed;
  }

  on(pattern: string, call: () => void): Disposable {
    const entry = { pattern, call };
    this.#entries.push(entry);
    return toDisposable(() => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    });
  }

  emit(topic: string): void {
    const matches = (pattern: string): boolean =>
      pattern === '*' || pattern === topic || (pattern === 'a.*' && topic.startsWith('a.'));
    for (const entry of this.#entries.filter(({ pattern }) => matches(pattern))) {
      if (!this.#entries.includes(entry)) continue;
      try {
        entry.call();
      } catch {
        this.#failed(entry.pattern);
      }
    }
  }
}

type Either = {
  readonly on: (pattern: string, call: () => void) => Disposable;
  readonly emit: (topic: string) => void;
};

const play = (
  log: string[],
  { on, emit }: Either,
  first: readonly { pattern: string; does: Doing }[],
  emits: readonly string[],
): void => {
  const handles: Disposable[] = [];
  let depth = 0;
  const add = (pattern: string, does: Doing): void => {
    const number = handles.length;
    if (number > 40) return;
    const handle = on(pattern, () => {
      log.push(`${number}`);
      if (does.kind === 'throw') throw new Error('thrown');
      if (does.kind === 'leave') handles[number]?.[Symbol.dispose]();
      if (does.kind === 'come') add(does.pattern, { kind: 'nothing' });
      if (does.kind === 'send-away') handles[does.who]?.[Symbol.dispose]();
      if (does.kind === 'emit' && depth < 2) {
        depth++;
        emit(does.topic);
        depth--;
      }
    });
    handles.push(handle);
  };
  for (const { pattern, does } of first) add(pattern, does);
  for (const topic of emits) {
    log.push(`emit ${topic}`);
    emit(topic);
  }
};

describe('listeners that throw, leave, join, remove others and emit again', () => {
  it('are called like a plain list of listeners', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ pattern: patterns, does: doings }), { maxLength: 7 }),
        fc.array(topics, { maxLength: 6 }),
        (first, emits) => {
          const seen: string[] = [];
          const expected: string[] = [];
          const emitter = new TopicEmitter<null>((_, __, pattern) => seen.push(`failed ${pattern}`));
          play(
            seen,
            { on: (p, call) => emitter.on(p, call), emit: (t) => emitter.emit(t, null) },
            first,
            emits,
          );
          const plain = new PlainEmitter((pattern) => expected.push(`failed ${pattern}`));
          play(expected, { on: (p, call) => plain.on(p, call), emit: (t) => plain.emit(t) }, first, emits);
          expect(seen).toEqual(expected);
          expect(emitter.size).toBeLessThanOrEqual(41);
        },
      ),
      { numRuns: 500 },
    );
  });
});
