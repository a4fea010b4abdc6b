import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { ComponentDetail } from '#shared/model/index.ts';
import { healthyDetail } from '#shared/model/testing/healthy-component.ts';
import { createNetwork } from './network-users.ts';

const interfaceAt = (address: string, internal: boolean): NetworkInterfaceInfo => ({
  address,
  netmask: '255.0.0.0',
  mac: '00:00:00:00:00:00',
  family: 'IPv4',
  internal,
  cidr: null,
});
const loopback = { lo: [interfaceAt('127.0.0.1', true)] };
const home = { ...loopback, eth0: [interfaceAt('192.0.2.7', false)] };
const hosts: Readonly<Record<string, string>> = {
  'twitch-chat': 'chat.test',
  'twitch-api': 'api.test',
  discord: 'discord.test',
};
const inTrouble = (): ComponentDetail['health'] => ({
  ...healthyDetail('twitch-chat').health,
  level: 'unhealthy',
});

const open = (over: Readonly<Record<string, Partial<ComponentDetail>>> = {}) => {
  const clock = createFakeClock();
  const harness = createComponentHarness({ clock });
  const world = {
    interfaces: home as Readonly<Record<string, readonly NetworkInterfaceInfo[]>>,
    answering: new Set(Object.values(hosts)),
    over: { ...over },
  };
  const probed: string[] = [];
  const network = createNetwork(
    {
      readInterfaces: () => world.interfaces,
      attempt: async ({ host }) => {
        probed.push(host);
        return world.answering.has(host);
      },
      targets: () => Object.entries(hosts).map(([componentId, host]) => ({ componentId, host, port: 443 })),
    },
    () => ({ detail: (id) => healthyDetail(id, world.over[id]) }),
  );
  return { clock, harness, world, probed, network };
};

describe('the network of this PC', () => {
  it('fails within seconds after its last interface is lost, and restarts with a new interface', async () => {
    const { clock, harness, world, network, probed } = open();
    const life = await harness.start(network);
    expect(network.getFact?.()).toBe('Address on eth0');
    world.interfaces = loopback;
    await clock.advance(2_000);
    expect(life.failure).toMatchObject({ code: 'network.no-network', kind: 'transient' });
    await life.stop();
    await expect(harness.start(network)).rejects.toMatchObject({ code: 'network.no-network' });
    world.interfaces = home;
    await (await harness.start(network)).stop();
    expect(probed).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('fails when a component is in trouble and no address answers', async () => {
    const { clock, harness, world, network } = open();
    const life = await harness.start(network);
    world.answering.clear();
    await clock.advance(60_000);
    expect(life.failure).toBeUndefined();
    world.over['discord'] = { health: inTrouble() };
    await clock.advance(2_000);
    expect(life.failure?.message).toBe(
      "This PC can't reach the internet. Check the router or the Wi-Fi. None of 3 addresses answers.",
    );
    await life.stop();
  });

  it('does not fail while another platform answers', async () => {
    const { clock, harness, world, network, probed } = open({ discord: { health: inTrouble() } });
    const life = await harness.start(network);
    world.answering.delete('discord.test');
    await clock.advance(60_000);
    expect(life.failure).toBeUndefined();
    expect(probed).toContain('chat.test');
    await life.stop();
  });

  it('stays healthy when no component uses the network', async () => {
    const off = { desired: 'stopped' } as const;
    const { harness, world, network } = open({
      'twitch-chat': { notSetUp: true },
      'twitch-api': off,
      discord: off,
    });
    world.interfaces = loopback;
    const life = await harness.start(network);
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('does not blame the router for a single address', async () => {
    const off = { desired: 'stopped' } as const;
    const { harness, world, network } = open({
      'twitch-chat': { health: inTrouble() },
      'twitch-api': off,
      discord: off,
    });
    world.answering.clear();
    const life = await harness.start(network);
    expect(life.failure).toBeUndefined();
    await life.stop();
  });
});
