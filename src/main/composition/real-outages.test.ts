import { closeSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import { canMountSmallDisk, mountSmallDisk } from '#main/journal/testing/small-disk.ts';
import type { RunningRehearsalServers } from '#main/rehearsal/index.ts';
import { RehearsalComponent } from '#main/rehearsal/rehearsal-component.ts';
import { tryTcp } from '#main/platform/index.ts';
import { componentCommands, componentProbe } from '#shared/catalogue/operations/components.ts';
import { errorCodeOf } from '#shared/kernel/index.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';
import { problemsOf, soon, untilHealthy, verdictOf } from './testing/verdict-reader.ts';

const address = (internal: boolean): NetworkInterfaceInfo => ({
  address: internal ? '127.0.0.1' : '192.0.2.7',
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  family: 'IPv4',
  internal,
  cidr: null,
});
const loopback = { lo: [address(true)] };

/**
 * The whole program with the real bridges. The servers fail without a drill, so every word of the verdict is
 * what a streamer reads in a real outage.
 */
describe('the verdict names the root cause of a real outage:', () => {
  const programs = new Programs();
  const network = { hasCable: true, hasInternet: true };
  let application: Application;
  let rehearsal: RehearsalComponent;

  const servers = (): RunningRehearsalServers => {
    if (rehearsal.servers) return rehearsal.servers;
    throw new Error('The servers behind the bridges do not run');
  };
  const command = (action: 'start' | 'stop' | 'restart', id: string, actor: string) =>
    asOwner(application, componentCommands[action], { id, timeoutMs: 20_000 }, actor);
  /** The sentence and title that a person reads, with the affected component. */
  const shown = () => {
    const [first, ...more] = problemsOf(application);
    const { causeId, problems, ...verdict } = verdictOf(application);
    // The list of problems leaves it out as well, because it is true on a busy machine.
    const sentence = verdict.sentence.replace(' Process has problems too.', '');
    return { sentence, causeId, title: first?.title, more: more.length, first: problems[0]?.componentId };
  };
  const tells = async (componentId: string, title: string, sentence: string): Promise<void> => {
    await expect
      .poll(shown, soon)
      .toEqual({ sentence, causeId: componentId, title, more: 0, first: componentId });
  };
  /** Waits until each component has noticed the outage, so that the verdict can name all of them. */
  const noticed = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      const isAffected = (): boolean => verdictOf(application).collateral.includes(id);
      await expect
        .poll(async () => {
          if (!isAffected()) await asOwner(application, componentProbe, { id });
          return isAffected();
        }, soon)
        .toBe(true);
    }
  };
  const usersOfTheInternet = ['twitch-api', 'twitch-events', 'twitch-chat', 'discord'];
  /** Drops every connection to Twitch and Discord, and refuses new ones until the test is over. */
  const cutTheInternet = (): void => {
    const { twitch, platform, discord } = servers();
    const refuse = (isRefused: boolean): void => {
      twitch.faults.refuseConnections = isRefused && 'cut';
      platform.faults.refuseConnections = isRefused;
      discord.faults.refuseConnections = isRefused;
    };
    refuse(true);
    twitch.faults.resetMidLine();
    platform.faults.resetSockets();
    discord.faults.dropLinks();
    onTestFinished(() => {
      network.hasCable = true;
      network.hasInternet = true;
      refuse(false);
    });
  };

  beforeAll(async () => {
    const begin = vi.spyOn(RehearsalComponent.prototype, 'initialize');
    application = await programs.start({
      mode: 'rehearsal',
      network: {
        readInterfaces: () => (network.hasCable ? { ...loopback, wlan0: [address(false)] } : loopback),
        attempt: async (target, signal) => network.hasInternet && (await tryTcp(target, signal)),
      },
    });
    const [begun] = begin.mock.contexts;
    if (!(begun instanceof RehearsalComponent)) throw new Error('No rehearsal was begun');
    rehearsal = begun;
  }, 120_000);
  afterAll(() => programs[Symbol.asyncDispose]());
  beforeEach(async () => {
    const { system } = application.gatewayPorts;
    const parts = system.list().filter(({ kind }) => kind !== 'orchestrator');
    const refused = parts.filter(({ waiting }) => waiting?.for === 'sign-in' || waiting?.for === 'settings');
    for (const { id } of refused) await command('restart', id, 'window');
    if (refused.some(({ platform }) => platform === 'twitch')) {
      // A restart of the servers needs a new sign-in.
      await command('restart', 'rehearsal', 'window');
      for (const id of ['twitch-api', 'twitch-events']) await command('restart', id, 'window');
    }
    for (const { id, stoppedBy } of parts)
      if (stoppedBy?.by === 'command') await command('start', id, 'window');
    await untilHealthy(application);
  }, 90_000);

  it('OBS was closed', async () => {
    const { obs } = servers();
    await obs.faults.goDown();
    onTestFinished(() => obs.faults.comeBack());
    await tells(
      'obs:main',
      'OBS',
      `OBS isn't responding. Start OBS, or enable its server under Tools › WebSocket Server Settings. No answer at ${obs.url} (connect ECONNREFUSED ${new URL(obs.url).host}). Also affects: Show.`,
    );
    expect(verdictOf(application)).toMatchObject({
      headline: "OBS isn't responding",
      action: { label: 'Retry now' },
    });
  }, 120_000);

  it("Discord refuses the bot's token, which was reset", async () => {
    const { discord } = servers();
    discord.faults.identifyRefusal = { kind: 'close', code: 4_004 };
    discord.faults.invalidateSessions(false);
    discord.faults.dropLinks();
    onTestFinished(() => {
      discord.faults.identifyRefusal = null;
    });
    await tells(
      'discord',
      'Discord',
      'Discord refused the bot token. Reset it on the Bot page of the Developer Portal and enter the new one.',
    );
    expect(verdictOf(application).action).toMatchObject({
      kind: 'open-settings',
      label: 'Enter the Discord bot token',
    });
  }, 120_000);

  it('the sign-in to Twitch has expired: chat, the API and the events are consequences', async () => {
    const { platform } = servers();
    platform.faults.expireAccessTokens();
    platform.faults.expireRefreshTokens();
    await asOwner(application, componentProbe, { id: 'twitch-api' });
    await tells(
      'twitch-auth',
      'Twitch sign-in',
      `Twitch ended the sign-in of ${platform.world.account.login}. Access was revoked, the password was changed, or it was not used for 30 days. Sign in to Twitch again. Also affects: Twitch API, Twitch events.`,
    );
    expect(verdictOf(application).action).toMatchObject({
      kind: 'sign-in',
      label: 'Sign in to Twitch again',
    });
  }, 120_000);

  it('this PC lost its network: Twitch and Discord are consequences, and recover with it', async () => {
    cutTheInternet();
    network.hasCable = false;
    await noticed(usersOfTheInternet);
    await tells(
      'network',
      'Network',
      'This PC has no network connection. Check the cable or the Wi-Fi. Cuelight reconnects automatically. Also affects: Twitch API, Twitch events, Twitch chat and 1 more.',
    );
    const { headline, collateral } = verdictOf(application);
    expect(headline).toBe('This PC has no network connection');
    expect(collateral.toSorted()).toEqual(usersOfTheInternet.toSorted());
  }, 120_000);

  it('the router is down: the machine has a network but reaches nothing', async () => {
    cutTheInternet();
    network.hasInternet = false;
    await noticed(usersOfTheInternet);
    await tells(
      'network',
      'Network',
      "This PC can't reach the internet. Check the router or the Wi-Fi. None of 3 addresses answers. Also affects: Twitch API, Twitch events, Twitch chat and 1 more.",
    );
    expect(verdictOf(application).collateral.toSorted()).toEqual(usersOfTheInternet.toSorted());
  }, 120_000);

  it('Twitch and Discord are down independently while the network works', async () => {
    cutTheInternet();
    await expect
      .poll(() => problemsOf(application).map(({ componentId }) => componentId), soon)
      .toEqual(expect.arrayContaining(['twitch-chat', 'discord']));
    expect(application.gatewayPorts.system.detail('network')?.health.level).toBe('healthy');
  }, 120_000);

  it('a person stopped OBS, although the show needs it', async () => {
    await command('stop', 'obs:main', 'window');
    await tells('obs:main', 'OBS', 'OBS was stopped by you. Show is waiting for it.');
    expect(verdictOf(application).action).toMatchObject({ label: 'Start OBS', target: 'obs:main' });
  }, 120_000);

  it('a person stopped the rehearsal', async () => {
    await command('stop', 'rehearsal', 'window');
    await tells('rehearsal', 'Rehearsal', 'Rehearsal was stopped by you. 7 components are waiting for it.');
    expect(verdictOf(application).action).toMatchObject({ label: 'Start Rehearsal', target: 'rehearsal' });
  }, 120_000);

  it('a component is in quarantine after five crashes, and affects others', async () => {
    vi.spyOn(rehearsal, 'initialize').mockRejectedValue(
      new TypeError("Cannot read properties of undefined (reading 'cast')"),
    );
    await command('restart', 'rehearsal', 'window');
    await tells(
      'rehearsal',
      'Rehearsal',
      "Rehearsal is disabled after 5 crashes. Cannot read properties of undefined (reading 'cast'). Also affects: Twitch sign-in, Twitch API, Twitch events and 4 more.",
    );
    expect(verdictOf(application).action).toMatchObject({
      label: 'Start Rehearsal again',
      target: 'rehearsal',
    });
  }, 120_000);
});

describe('the verdict names the root cause of an outage on this PC:', () => {
  const createPrograms = (): Programs => {
    const programs = new Programs();
    onTestFinished(() => programs[Symbol.asyncDispose]());
    return programs;
  };

  it('everything froze for seconds, once', async () => {
    // The test measures the event loop's delay itself, because the start of the program can be slow too.
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    onTestFinished(() => void delay.disable());
    const application = await createPrograms().start({ mode: 'rehearsal' });
    await untilHealthy(application);
    const waited = new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(waited, 0, 0, 5_600);
    const processProblem = () =>
      verdictOf(application).problems.find(({ componentId }) => componentId === 'process');
    await expect
      .poll(processProblem, soon)
      .toMatchObject({ title: 'Process', level: 'degraded', headline: 'Cuelight is running slowly' });
    await expect.poll(() => verdictOf(application).causeId, soon).toBe('process');
    const { sentence } = verdictOf(application);
    expect(sentence).toMatch(
      /^Cuelight is running slowly\. This PC is overloaded: the program froze for \d+\.\d s\.$/,
    );
    // A busy machine lengthens the block; the test's own monitor measures by how much. Both monitors round,
    // and their ticks differ.
    const seconds = Number(/(\d+\.\d) s/.exec(sentence)?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(5.5);
    expect(seconds).toBeLessThanOrEqual(delay.max / 1e9 + 0.1);
  }, 120_000);

  it.runIf(canMountSmallDisk())(
    'the disk is full, so that no history is recorded',
    async () => {
      const home = mkdtempSync(join(tmpdir(), 'cuelight-small-disk-'));
      const disk = mountSmallDisk(home, '32m');
      onTestFinished(() => {
        disk?.[Symbol.dispose]();
        rmdirSync(home);
      });
      const programs = createPrograms();
      const application = await programs.start({ mode: 'rehearsal', home });
      await untilHealthy(application);
      const filler = openSync(join(home, 'filler'), 'w');
      const fill = (bytes: number): void => {
        try {
          for (;;) writeSync(filler, Buffer.alloc(bytes));
        } catch (thrown) {
          if (errorCodeOf(thrown) !== 'ENOSPC') throw thrown;
        }
      };
      fill(1_048_576);
      fill(1_024);
      closeSync(filler);
      await expect
        .poll(() => verdictOf(application), soon)
        .toMatchObject({
          headline: "Cuelight can't save its history",
          causeId: 'journal',
          sentence: `Cuelight can't save its history. The journal ${join(home, 'journal.db')} can't be written: the disk is full; free some space. The newest records are kept in memory.`,
        });
    },
    120_000,
  );
});
