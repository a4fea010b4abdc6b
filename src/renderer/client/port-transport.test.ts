// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createPortTransport, PORT_MESSAGE } from './port-transport.ts';

const setUp = (waitMs = 5_000) => {
  const clock = createFakeClock();
  const connecting = createPortTransport(window, clock, waitMs).connect(new AbortController().signal);
  const hand = (over: MessageEventInit = {}): void => {
    window.dispatchEvent(
      new MessageEvent('message', {
        data: { type: PORT_MESSAGE },
        source: window,
        ...over,
      }),
    );
  };
  return { clock, connecting, hand };
};

describe('port transport', () => {
  it('gives up when no preload answers in time, and leaves no timer', async () => {
    const { clock, connecting } = setUp(400);
    await clock.advance(400);
    expect(await connecting).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(clock.pending).toBe(0);
  });

  it('rejects ports from other windows and other messages', async () => {
    const { clock, connecting, hand } = setUp(400);
    hand({ source: null });
    hand({ data: { type: 'something-else' } });
    hand({ data: null });
    await clock.advance(400);
    expect(await connecting).toMatchObject({ ok: false });
  });
});
