import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom, nothingToDispose } from '#shared/kernel/index.ts';
import { createFakeClock } from '#main/bridges/testing/fake-clock.ts';
import type { RehearsalServers } from '../platform-ports.ts';
import { playScenario } from './player.ts';
import { parseScenario, type Scenario, type ScenarioFault } from './scenario.ts';

const load = (name: string): Scenario => {
  const file = new URL(`../../../../resources/scenarios/${name}.yaml`, import.meta.url);
  const result = parseScenario(readFileSync(file, 'utf8'), `${name}.yaml`);
  if (!result.ok) throw result.error;
  return result.value;
};

/** Simulated platforms that record each action. */
const createDiary = () => {
  const clock = createFakeClock();
  const diary: string[] = [];
  const note = (line: string): void => void diary.push(`${(clock.monotonic() / 1_000).toFixed(1)} ${line}`);
  let ids = 0;
  const address = {
    onOwnMessage: () => nothingToDispose,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const stage: RehearsalServers = {
    twitch: {
      ...address,
      chatUrl: '',
      channel: '',
      account: { login: '', token: '' },
      say: (member, text, options) => {
        note(`twitch ${member.login}${options?.replyTo ? ` (to ${options.replyTo})` : ''}: ${text}`);
        return `t${++ids}`;
      },
      raid: (member, viewers) => note(`raid ${member.login} ${viewers}`),
      subscribe: (member, months) => note(`subscribe ${member.login} ${months}`),
    },
    discord: {
      ...address,
      apiUrl: '',
      botToken: '',
      guildId: '',
      channelId: '',
      announcementsId: '',
      useCommand: (member, command) => {
        note(`discord ${member.login} uses /${command}`);
        return null;
      },
      say: (member, text) => {
        note(`discord ${member.login}: ${text}`);
        return `d${++ids}`;
      },
    },
    obs: {
      [Symbol.asyncDispose]: () => Promise.resolve(),
      url: '',
      password: '',
      setScene: (name) => note(`scene ${name}`),
      setStreaming: (on) => note(`streaming ${on}`),
      setRecording: (on) => note(`recording ${on}`),
      setDropRate: (share) => note(`drops ${share}`),
      setBitrate: (kbps) => note(`bitrate ${kbps}`),
    },
  };
  return { clock, diary, stage };
};

describe('playing a scenario', () => {
  let lively: Scenario;
  beforeAll(() => {
    lively = load('lively-show');
  });

  it('plays the same show from the same seed, and a different one from another seed', async () => {
    const record = async (seed: number): Promise<readonly string[]> => {
      const { clock, diary, stage } = createDiary();
      using _player = playScenario(stage, lively, { clock, random: createSeededRandom(seed) });
      await clock.advance(120_000);
      return diary;
    };
    expect(await record(7)).toEqual(await record(7));
    expect(await record(7)).not.toEqual(await record(8));
  });

  it('goes through its acts, scenes and chat rates, and repeats after the intro', async () => {
    const { clock, diary, stage } = createDiary();
    using player = playScenario(stage, lively, { clock, random: createSeededRandom(7) });
    await clock.advance(120_000);
    const scenes = diary
      .filter((line) => line.includes(' scene '))
      .map((line) => line.replace(/^\S+ scene /, ''));
    expect(scenes.slice(0, 5)).toEqual(['Starting soon', 'Main', 'Main', 'Just chatting', 'Be right back']);
    expect(diary).toContain('0.0 streaming true');
    expect(diary).toContain('34.0 drops 0.07');
    expect(diary).toContain('40.0 drops 0');
    expect(diary.some((line) => line.endsWith('juniper_static: !status'))).toBe(true);
    expect(diary).toContain('77.0 discord softgravel uses /status');
    const between = (from: number, to: number): number =>
      diary.filter(
        (line) =>
          line.includes(' twitch ') && Number.parseFloat(line) >= from && Number.parseFloat(line) < to,
      ).length;
    expect(between(48, 66) / 18).toBeGreaterThan(2 * (between(16, 48) / 32));
    expect(player.run).toBe(2);
    expect(player.act?.id).toBe('gameplay');
    await clock.advance(104_000);
    expect(player.run).toBe(3);
    expect(diary.filter((line) => line.endsWith('streaming true'))).toHaveLength(1);
    expect(clock.pending).toBe(1);
  });

  it('replies to the line that a label names', async () => {
    const { clock, diary, stage } = createDiary();
    using _player = playScenario(stage, lively, { clock, random: createSeededRandom(7) });
    await clock.advance(60_000);
    expect(diary.some((line) => /two_left_oars \(to t\d+\): left is where/.test(line))).toBe(true);
    expect(diary.join('\n')).not.toContain('{name}');
  });

  it('plays at ten times the speed', async () => {
    const { clock, stage } = createDiary();
    using player = playScenario(stage, lively, { clock, random: createSeededRandom(7), speed: 10 });
    await clock.advance(12_000);
    expect(player.run).toBe(2);
  });

  it('sends nothing after it is disposed', async () => {
    const { clock, diary, stage } = createDiary();
    const player = playScenario(stage, lively, { clock, random: createSeededRandom(7) });
    await clock.advance(5_000);
    const lineCount = diary.length;
    player[Symbol.dispose]();
    await clock.advance(60_000);
    expect(diary).toHaveLength(lineCount);
    expect(clock.pending).toBe(0);
    expect(player.act).toBeNull();
  });

  it('injects the faults of a bad evening in order', async () => {
    const { clock, stage } = createDiary();
    const faults: ScenarioFault[] = [];
    using _player = playScenario(stage, load('bad-evening'), {
      clock,
      random: createSeededRandom(7),
      injectFault: (fault) => {
        faults.push(fault);
        return null;
      },
    });
    await clock.advance(175_000 - 1);
    expect(faults.map(({ target, fault }) => `${target} ${fault}`)).toEqual([
      'twitch reconnect',
      'twitch-platform expire-token',
      'discord cut',
      'obs refuse',
      'twitch freeze',
    ]);
  });

  it('stops while paused, continues from the same position, and steps one action at a time', async () => {
    const { clock, diary, stage } = createDiary();
    using player = playScenario(stage, lively, { clock, random: createSeededRandom(7) });
    await clock.advance(20_000);
    player.pause();
    const lineCount = diary.length;
    await clock.advance(3_600_000);
    expect(diary).toHaveLength(lineCount);
    expect(clock.pending).toBe(0);
    expect(player.positionMs).toBe(20_000);
    const lines = player.lines;
    for (let steps = 0; player.lines === lines && steps < 5; steps++) expect(player.step()).toBe(true);
    expect(player.lines).toBe(lines + 1);
    expect(player.positionMs).toBeGreaterThan(20_000);
    player.resume();
    expect(player.step()).toBe(false);
    await clock.advance(10_000);
    expect(player.lines).toBeGreaterThan(lines + 1);
  });

  it('changes the speed in the middle without a jump', async () => {
    const { clock, stage } = createDiary();
    using player = playScenario(stage, lively, { clock, random: createSeededRandom(7) });
    await clock.advance(30_000);
    player.setSpeed(10);
    expect(player.positionMs).toBe(30_000);
    await clock.advance(1_000);
    expect(player.positionMs).toBe(40_000);
  });

  it('clears each fault after its time in the scenario, and all faults at the end', async () => {
    const { clock, stage } = createDiary();
    const log: string[] = [];
    const play = (speed: number) =>
      playScenario(stage, load('bad-evening'), {
        clock,
        random: createSeededRandom(7),
        speed,
        injectFault: ({ target, fault }) => {
          log.push(`${target} ${fault}`);
          return fault === 'refuse' ? () => log.push(`${target} cleared`) : null;
        },
      });
    const first = play(10);
    await clock.advance(10_500);
    expect(log.at(-1)).toBe('obs refuse');
    first.pause();
    await clock.advance(60_000);
    expect(log.at(-1)).toBe('obs refuse');
    first.resume();
    await clock.advance(1_200);
    expect(log.at(-1)).toBe('obs cleared');
    first[Symbol.dispose]();
    const second = play(10);
    await clock.advance(10_500);
    expect(log.at(-1)).toBe('obs refuse');
    second[Symbol.dispose]();
    expect(log.at(-1)).toBe('obs cleared');
    expect(second.state).toBe('ended');
    expect(clock.pending).toBe(0);
  });

  it('injects nothing after the end of a bad evening', async () => {
    const { clock, stage } = createDiary();
    let faults = 0;
    using player = playScenario(stage, load('bad-evening'), {
      clock,
      random: createSeededRandom(7),
      injectFault: () => {
        faults += 1;
        return null;
      },
    });
    await clock.advance(200_000);
    const during = faults;
    await clock.advance(900_000);
    expect(during).toBe(5);
    expect(faults).toBe(during);
    expect(player.act?.id).toBe('well-again');
  });
});
