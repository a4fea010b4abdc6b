import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { discordLimits } from './limits.ts';
import { openStage, viewer, type DiscordStage } from './testing/stage.ts';

const within = { timeout: 20_000, interval: 20 } as const;

const backAgain = (stage: DiscordStage): Promise<void> =>
  vi.waitFor(() => expect(stage.harness.topics('discord.resumed')).toHaveLength(1), within);

describe.concurrent('a broken link', () => {
  it.each([
    { what: 'closed with 4000', fault: (stage: DiscordStage) => stage.discord.faults.closeLinks(4_000) },
    { what: 'cut', fault: (stage: DiscordStage) => stage.discord.faults.dropLinks() },
    { what: 'asked to reconnect', fault: (stage: DiscordStage) => stage.discord.faults.requestReconnect() },
  ])('is resumed with the missed messages when $what', async ({ fault }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.say(viewer, 'before');
    await vi.waitFor(() => expect(stage.texts()).toEqual(['before']), within);
    fault(stage);
    await vi.waitFor(() => expect(stage.harness.conditions.get('Connected')?.status).toBe('false'), within);
    stage.discord.say(viewer, 'in between');
    await backAgain(stage);
    stage.discord.say(viewer, 'after');
    await vi.waitFor(() => expect(stage.texts()).toEqual(['before', 'in between', 'after']), within);
    expect(stage.discord.identifies()).toHaveLength(1);
    expect(stage.harness.conditions.get('Connected')?.status).toBe('true');
    expect(life.failure).toBeUndefined();
    const [down, lost, up, resumed] = stage.harness.events.filter(({ topic }) =>
      ['discord.disconnected', 'bridge.link-lost', 'discord.resumed', 'bridge.resumed'].includes(topic),
    );
    expect(lost).toMatchObject({
      topic: 'bridge.link-lost',
      level: 'warning',
      message: down?.message,
      causeId: down?.id,
      data: { platform: 'discord', code: 'discord.disconnected', since: down?.at },
    });
    expect(resumed).toMatchObject({
      topic: 'bridge.resumed',
      message: up?.message,
      causeId: up?.id,
      data: { platform: 'discord', replayed: true },
    });
    await life.stop();
  });

  it('is resumed also when Discord could not be reached in between', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.refuseConnections = true;
    stage.discord.faults.dropLinks();
    await vi.waitFor(() => expect(stage.harness.topics('discord.disconnected')).toHaveLength(1), within);
    stage.discord.say(viewer, 'in between');
    // Two attempts of discord.js, half a second apart, fail.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    stage.discord.faults.refuseConnections = false;
    await backAgain(stage);
    await vi.waitFor(() => expect(stage.texts()).toEqual(['in between']), within);
    expect(stage.discord.identifies()).toHaveLength(1);
    await life.stop();
  });

  it.each([
    {
      what: 'heartbeats go unanswered',
      fault: (stage: DiscordStage) => void (stage.discord.faults.withholdHeartbeatAcks = true),
    },
    { what: 'the link is half-open', fault: (stage: DiscordStage) => stage.discord.faults.freezeLinks() },
  ])('is detected and resumed when $what', { timeout: 60_000 }, async ({ fault }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    await vi.waitFor(() => expect(stage.harness.conditions.get('Answering')?.status).toBe('true'), within);
    fault(stage);
    stage.discord.say(viewer, 'in between');
    await vi.waitFor(
      () => expect(stage.harness.conditions.get('Connected')?.reason).toBe('LinkDead'),
      within,
    );
    expect(stage.harness.conditions.get('Answering')?.status).toBe('false');
    stage.discord.faults.withholdHeartbeatAcks = false;
    await backAgain(stage);
    await vi.waitFor(() => expect(stage.texts()).toContain('in between'), within);
    expect(stage.discord.identifies()).toHaveLength(1);
    expect(life.failure).toBeUndefined();
    await life.stop();
  });

  it('fails the bridge when it does not recover in time', { timeout: 60_000 }, async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.refuseConnections = true;
    stage.discord.faults.dropLinks();
    expect(await life.failed).toMatchObject({ code: 'discord.connection-lost', kind: 'transient' });
    expect(stage.harness.conditions.get('Connected')?.status).toBe('false');
    await life.stop();
  });

  it.each([
    { close: 4_004, code: 'discord.token-refused', kind: 'authentication' },
    { close: 4_014, code: 'discord.intent-missing', kind: 'configuration' },
  ])('fails immediately on $close, which no retry can fix', async ({ close, code, kind }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.closeLinks(close);
    expect(await life.failed).toMatchObject({ code, kind });
    await life.stop();
    expect(stage.discord.identifies()).toHaveLength(1);
  });
});

describe('sessions that Discord drops', () => {
  it('are replaced by a new sign-in on the same connection when the last sign-in is long ago', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.passTime(61_000);
    stage.discord.faults.invalidateSessions(false);
    await vi.waitFor(() => expect(stage.harness.topics('discord.reconnected')).toHaveLength(1), within);
    stage.discord.say(viewer, 'still here');
    await vi.waitFor(() => expect(stage.texts()).toEqual(['still here']), within);
    expect(stage.discord.identifies()).toHaveLength(2);
    const resumed = stage.harness.events.find(({ topic }) => topic === 'bridge.resumed');
    expect(resumed?.data).toMatchObject({ platform: 'discord', replayed: false });
    await life.stop();
  });

  it('leave a second sign-in within a minute to the supervisor', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.invalidateSessions(false);
    expect(await life.failed).toMatchObject({ code: 'discord.session-refused', kind: 'transient' });
    await life.stop();
    expect(stage.discord.identifies()).toHaveLength(1);
  });

  it('allow the next sign-ins after an hour', async () => {
    await using stage = await openStage();
    stage.discord.faults.identifyRefusal = { kind: 'invalid-session' };
    for (let attempt = 0; attempt < 10; attempt += 1) {
      stage.passTime(discordLimits.identifyGapsMs[attempt] ?? 0);
      await expect(stage.harness.start(stage.bridge)).rejects.toMatchObject({
        code: 'discord.session-refused',
      });
    }
    stage.discord.faults.identifyRefusal = null;
    await expect(stage.harness.start(stage.bridge)).rejects.toMatchObject({
      code: 'discord.identify-budget-spent',
    });
    stage.passTime(3_600_000);
    const life = await stage.harness.start(stage.bridge);
    await life.stop();
  });

  it('never cause more than ten sign-ins an hour, whatever fails', { timeout: 60_000 }, async () => {
    await using stage = await openStage();
    stage.discord.faults.identifyRefusal = { kind: 'invalid-session' };
    const faults: Fault[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      stage.passTime(discordLimits.identifyGapsMs[attempt] ?? 0);
      await expect(
        stage.harness.start(stage.bridge).catch((fault: Fault) => faults.push(fault)),
      ).resolves.toBeDefined();
    }
    const codes = faults.map(({ code }) => code);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'discord.session-refused'));
    expect(codes.slice(10)).toEqual(Array.from({ length: 3 }, () => 'discord.identify-budget-spent'));
    expect(faults.at(-1)?.retryAfterMs).toBeGreaterThan(2_000_000);
    expect(stage.discord.identifies()).toHaveLength(10);
  });
});

describe('a sign-in that repeatedly did not last', () => {
  it('is retried with growing delays, and reports them', async () => {
    await using stage = await openStage();
    stage.discord.faults.identifyRefusal = { kind: 'invalid-session' };
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(stage.harness.start(stage.bridge)).rejects.toMatchObject({ kind: 'transient' });
    stage.discord.faults.identifyRefusal = null;
    const held: unknown = await stage.harness.start(stage.bridge).catch((thrown: unknown) => thrown);
    expect(held).toMatchObject({ code: 'discord.identify-paced', kind: 'transient' });
    const waitMs = held instanceof Fault ? (held.retryAfterMs ?? 0) : 0;
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(5_000);
    stage.passTime(waitMs);
    await (await stage.harness.start(stage.bridge)).stop();
  });
});

describe('messages between two connections', () => {
  it('are counted and reported, not answered late', async () => {
    await using stage = await openStage();
    await (await stage.harness.start(stage.bridge)).stop();
    expect(stage.harness.topics('discord.messages-missed')).toEqual([]);
    stage.discord.say(viewer, '!status');
    stage.discord.say(viewer, 'anybody?');
    const life = await stage.harness.start(stage.bridge);
    await vi.waitFor(() => expect(stage.harness.topics('discord.messages-missed')).toHaveLength(1), within);
    expect(stage.harness.events.at(-1)).toMatchObject({
      message: '2 messages were written in #stream-chat while Discord was not connected',
      data: { count: 2, more: false },
    });
    const [reported, repeated] = stage.harness.events.slice(-2);
    expect(repeated).toMatchObject({
      topic: 'bridge.missed',
      level: reported?.level,
      causeId: reported?.id,
      data: {
        platform: 'discord',
        from: reported?.data['from'],
        to: reported?.data['to'],
        count: 2,
        more: false,
      },
    });
    expect(stage.heard).toEqual([]);
    await life.stop();
  });
});

describe('the channel', () => {
  it('follows the bot’s permissions', async () => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    stage.discord.faults.setBotPermissions({ view: true, send: false });
    await vi.waitFor(() => expect(stage.bridge.sendObstacle).toContain('Send Messages'), within);
    stage.discord.faults.setBotPermissions({ view: false, send: false });
    await vi.waitFor(
      () => expect(stage.harness.conditions.get('ChannelReadable')?.status).toBe('false'),
      within,
    );
    stage.discord.faults.setBotPermissions({ view: true, send: true });
    await vi.waitFor(
      () => expect(stage.harness.conditions.get('ChannelReadable')?.status).toBe('true'),
      within,
    );
    expect(stage.bridge.sendObstacle).toBeNull();
    await life.stop();
  });

  it.each([
    {
      what: 'deleted',
      fault: (stage: DiscordStage) => stage.discord.faults.deleteChannel(),
      code: 'discord.channel-unknown',
    },
    {
      what: 'closed to the bot',
      fault: (stage: DiscordStage) => stage.discord.faults.kickBot(),
      code: 'discord.guild-left',
    },
  ])('fails the bridge until the settings change when it is $what', async ({ fault, code }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    fault(stage);
    expect(await life.failed).toMatchObject({ code, kind: 'configuration' });
    await life.stop();
  });
});

describe('ending', () => {
  it.each([
    { what: 'while nothing happens', links: 0, fault: () => undefined },
    {
      what: 'while the link is half-open',
      // The simulated Discord has stopped reading, so it does not see the client disconnect.
      links: 1,
      fault: (stage: DiscordStage) => stage.discord.faults.freezeLinks(),
    },
    {
      what: 'between two attempts to reconnect',
      links: 0,
      fault: (stage: DiscordStage) => {
        stage.discord.faults.refuseConnections = true;
        stage.discord.faults.dropLinks();
      },
    },
    {
      what: 'while a message waits for a rate limit',
      links: 0,
      fault: (stage: DiscordStage) => {
        stage.discord.faults.rateLimitRest({ retryAfterMs: 9_000, global: true, times: 1 });
        void stage.bridge.send({ text: 'x' });
      },
    },
  ])('stops without waiting and does not reconnect: $what', async ({ fault, links }) => {
    await using stage = await openStage();
    const life = await stage.harness.start(stage.bridge);
    fault(stage);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    expect(await life.stop()).toEqual([]);
    // The waits above are 9 s and longer.
    expect(performance.now() - began).toBeLessThan(8_000);
    stage.discord.faults.refuseConnections = false;
    // Longer than the half second after which discord.js would try again.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(stage.discord.linkCount()).toBe(links);
    expect(stage.discord.identifies()).toHaveLength(1);
    expect(stage.discord.resumes()).toEqual([]);
  });

  it.each(['in-peace', 'frozen', 'dropped'])(
    'leaves nothing that keeps a process alive: %s',
    { timeout: 120_000 },
    async (how) => {
      await using stage = await openStage();
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL('testing/one-life.ts', import.meta.url))],
        {
          env: {
            ...process.env,
            API_URL: stage.discord.apiUrl,
            BOT_TOKEN: stage.discord.botToken,
            CHANNEL_ID: stage.discord.channelId,
          },
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      const lines: string[] = [];
      child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString('utf8').trim().split('\n')));
      const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
      // No effect when the process has exited by itself, as it should.
      onTestFinished(async () => {
        child.kill('SIGKILL');
        await exited;
      });
      // A process takes long to start while others keep the cores busy.
      await vi.waitFor(() => expect(lines).toContain('started'), { ...within, timeout: 90_000 });
      if (how === 'frozen') stage.discord.faults.freezeLinks();
      if (how === 'dropped') {
        stage.discord.faults.refuseConnections = true;
        stage.discord.faults.dropLinks();
      }
      child.stdin.end('stop\n');
      expect(await exited).toBe(0);
      expect(lines).toEqual(['started', 'stopped', 'resources left: none']);
    },
  );

  it('keeps nothing in memory after a hundred connections', { timeout: 60_000 }, async () => {
    await using stage = await openStage({ channelId: '123456789012345678' });
    stage.discord.faults.refuseRest({ status: 503, path: 'gateway/bot', times: 1_000 });
    const count = (): number => process.getActiveResourcesInfo().length;
    await stage.harness.start(stage.bridge).catch(() => undefined);
    const before = count();
    for (let life = 0; life < 100; life += 1) await stage.harness.start(stage.bridge).catch(() => undefined);
    await vi.waitFor(() => expect(count()).toBeLessThanOrEqual(before), within);
  });
});
