import { describe, expect, it } from 'vitest';
import { createServer, type AddressInfo } from 'node:net';
import type { SystemChange } from '#core/index.ts';
import { createSeededRandom, Emitter } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { healthyDetail } from '#shared/model/testing/healthy-component.ts';
import { tryTcp, ReachabilityProbe, type ReachTarget } from './reachability-probe.ts';

const target: ReachTarget = { componentId: 'twitch-chat', host: 'chat.test', port: 443 };

const open = (waitMs = 60_000) => {
  const clock = createFakeClock();
  const listeners = new Emitter<[change: SystemChange]>();
  const log: string[] = [];
  let reachable = false;
  let detail = healthyDetail('twitch-chat', {
    state: 'starting',
    waiting: { for: 'retry', nextAttemptAt: clock.now() + waitMs, attempt: 9 },
  });
  const tell = (): void => {
    listeners.emit({ kind: 'component', id: 'twitch-chat' });
  };
  const watch = new ReachabilityProbe({
    clock,
    random: createSeededRandom(4),
    targets: () => [target],
    attempt: async () => {
      log.push(reachable ? 'open' : 'closed');
      return reachable;
    },
    system: {
      detail: () => detail,
      onChange: (listener) => listeners.on(listener),
      probe: async () => {
        log.push('retry now');
        return { ok: true, value: [] };
      },
    },
  });
  tell();
  return {
    clock,
    watch,
    log,
    setReachable: (now: boolean) => void (reachable = now),
    become: (over: Parameters<typeof healthyDetail>[1]) => {
      detail = healthyDetail('twitch-chat', over);
      tell();
    },
  };
};

describe('the reachability probe of a waiting bridge', () => {
  it('ends the wait within seconds after the server is reachable again', async () => {
    const { clock, log, setReachable, watch } = open();
    for (let second = 0; second < 10; second++) await clock.advance(1_000);
    expect(log.length).toBeGreaterThanOrEqual(2);
    expect(new Set(log)).toEqual(new Set(['closed']));
    setReachable(true);
    for (let second = 0; second < 4; second++) await clock.advance(1_000);
    expect(log.at(log.indexOf('open') + 1)).toBe('retry now');
    watch[Symbol.dispose]();
  });

  it('does not hurry a server that answers and refuses the bridge', async () => {
    const { clock, log, setReachable, watch } = open();
    setReachable(true);
    for (let second = 0; second < 30; second++) await clock.advance(1_000);
    expect(log).not.toContain('retry now');
    watch[Symbol.dispose]();
  });

  it('does not probe during a short wait or after the wait', async () => {
    const { clock, log, become, watch } = open(2_000);
    for (let second = 0; second < 10; second++) await clock.advance(1_000);
    expect(log).toEqual([]);
    become({ state: 'running', waiting: null });
    for (let second = 0; second < 10; second++) await clock.advance(1_000);
    expect(log).toEqual([]);
    watch[Symbol.dispose]();
    expect(clock.pending).toBe(0);
  });

  it('tells an open port from a closed port', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const door = { componentId: 'x', host: '127.0.0.1', port };
    const { signal } = new AbortController();
    expect(await tryTcp(door, signal)).toBe(true);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await tryTcp(door, signal)).toBe(false);
    expect(await tryTcp(door, AbortSignal.abort())).toBe(false);
  });
});
