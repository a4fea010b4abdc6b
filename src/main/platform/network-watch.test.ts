import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { Interfaces } from './network-interfaces.ts';
import { watchNetwork } from './network-watch.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  family: 'IPv4',
  internal,
  cidr: null,
});
const v6 = (address: string): NetworkInterfaceInfo => ({
  address,
  netmask: 'ffff:ffff:ffff:ffff::',
  mac: '00:00:00:00:00:00',
  family: 'IPv6',
  internal: false,
  cidr: null,
  scopeid: 0,
});
const home: Interfaces = {
  lo: [v4('127.0.0.1', true)],
  wlan0: [v4('192.0.2.7'), v6('2001:db8:1:2:aaaa::1')],
};

describe('the network watch', () => {
  it.each<[string, Interfaces, Interfaces, readonly string[]]>([
    ['nothing when nothing changes', home, home, []],
    ['a network that is gone', home, { lo: [v4('127.0.0.1', true)] }, ['the network is gone']],
    ['a network that is back', { lo: [v4('127.0.0.1', true)] }, home, ['the network changed (wlan0)']],
    ['another network', home, { wlan0: [v4('198.51.100.3')] }, ['the network changed (wlan0)']],
    [
      'a second one that went away',
      { ...home, eth0: [v4('192.0.2.8')] },
      home,
      ['the network changed (eth0 is gone)'],
    ],
    [
      'nothing when an IPv6 address is renewed within its network',
      home,
      { ...home, wlan0: [v4('192.0.2.7'), v6('2001:db8:1:2:bbbb::9')] },
      [],
    ],
    ['nothing when loopback changes', home, { ...home, lo: [v4('127.0.0.2', true)] }, []],
  ])('reports %s', async (_words, before, after, reasons) => {
    const clock = createFakeClock();
    let now = before;
    const reported: string[] = [];
    using _watch = watchNetwork(
      clock,
      () => now,
      (reason) => reported.push(reason),
    );
    now = after;
    await clock.advance(5_000);
    await clock.advance(20_000);
    expect(reported).toEqual(reasons);
    for (const reason of reported) expect(reason).not.toMatch(/\d+\.\d+/);
  });

  it('checks every five seconds until it is disposed', async () => {
    const clock = createFakeClock();
    let looks = 0;
    const watch = watchNetwork(
      clock,
      () => {
        looks += 1;
        return home;
      },
      () => undefined,
    );
    await clock.advance(60_000);
    expect(looks).toBe(13);
    watch[Symbol.dispose]();
    expect(clock.pending).toBe(0);
  });
});
