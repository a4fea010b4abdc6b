import { describe, expect, it } from 'vitest';
import type { Resume } from '#shared/contract/streams.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createStreamFollower } from './follow-stream.ts';

interface Frame {
  readonly epoch: string;
  readonly seq: number;
  readonly kind?: 'snapshot' | 'changes';
}

const snapshot = (seq: number, epoch = 'a'): Frame => ({ epoch, seq, kind: 'snapshot' });
const changes = (seq: number, epoch = 'a'): Frame => ({ epoch, seq, kind: 'changes' });

/** Gives one script of frames for each opening; a script that is spent ends the stream. */
const follow = async (scripts: readonly (readonly Frame[])[]) => {
  const clock = createFakeClock();
  const asked: Resume[] = [];
  const applied: number[] = [];
  let gaps = 0;
  const ending = new AbortController();
  const follower = createStreamFollower<Frame>({
    clock,
    random: createSeededRandom(1),
    open: (resume) => {
      const script = scripts[asked.length];
      asked.push(resume);
      if (!script) {
        ending.abort();
        return Promise.reject(new Error('over'));
      }
      return Promise.resolve(
        (async function* () {
          yield* script;
        })(),
      );
    },
    apply: (frame) => applied.push(frame.seq),
    onGap: () => (gaps += 1),
  });
  const done = follower.follow(ending.signal);
  await clock.advance(60_000);
  await done;
  return { asked, applied, gaps };
};

describe('stream follower', () => {
  it('requests missed frames by number after the stream was cut', async () => {
    const { asked, applied } = await follow([
      [snapshot(4), changes(5)],
      [changes(6), changes(7)],
    ]);
    expect(applied).toEqual([4, 5, 6, 7]);
    expect(asked).toEqual([undefined, { epoch: 'a', after: 5 }, { epoch: 'a', after: 7 }]);
  });

  it('replaces its state with the snapshot of a new epoch', async () => {
    const { asked, applied } = await follow([[snapshot(4)], [snapshot(1, 'b'), changes(2, 'b')]]);
    expect(applied).toEqual([4, 1, 2]);
    expect(asked.at(-1)).toEqual({ epoch: 'b', after: 2 });
  });

  it('never applies changes after a gap, and requests a snapshot instead', async () => {
    const { asked, applied } = await follow([[snapshot(4), changes(6)], [snapshot(9)]]);
    expect(applied).toEqual([4, 9]);
    expect(asked[1]).toBeUndefined();
  });

  it('reports a gap in a stream without snapshots, and continues', async () => {
    const plain = (seq: number): Frame => ({ epoch: 'a', seq });
    const { applied, gaps } = await follow([[plain(1), plain(2), plain(5)]]);
    expect(applied).toEqual([1, 2, 5]);
    expect(gaps).toBe(1);
  });
});
