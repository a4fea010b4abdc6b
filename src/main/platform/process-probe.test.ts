import { describe, expect, it, onTestFinished } from 'vitest';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { createProcessProbe } from './process-probe.ts';

/** Blocks the event loop, milliseconds. */
const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const worstDelay = (message: string | undefined): number =>
  Number(/at most (\d+) ms/.exec(message ?? '')?.[1]);

describe('the process probe', () => {
  it('measures a freeze that ends with a reading of the metrics', async () => {
    const probe = createProcessProbe();
    const life = await createComponentHarness({ id: 'process' }).start(probe);
    onTestFinished(() => void life.stop());
    const readings = () => probe.getMetrics?.().find(({ name }) => name === 'eventLoopDelayMs')?.value;
    await expect.poll(readings).not.toBeNull();

    // Nothing runs between the end of the freeze and the reading, not even a sample of the histogram.
    block(200);
    readings();
    await expect
      .poll(async () => {
        readings();
        const conditions = await probe.getHealth?.(new AbortController().signal);
        return worstDelay(conditions?.[0]?.message);
      })
      .toBeGreaterThanOrEqual(180);
  });
});
