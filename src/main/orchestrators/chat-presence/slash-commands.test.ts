import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { createComponentHarness } from '#main/bridges/testing/component-harness.ts';
import { stateInMemory, type SlashRequest } from '#main/bridges/ports/index.ts';
import type { Verdict } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import { FakeDiscordBridge } from '../testing/fake-bridges.ts';
import { describeHealth, slashCatalogue } from './slash-catalogue.ts';
import { SlashCommands } from './slash-commands.ts';
import { happened } from '#core/testing/happened.ts';

const verdict: Verdict = healthyVerdict();
const request: SlashRequest = {
  id: 'i-1',
  command: 'status',
  channelId: '3',
  channelTitle: '#harbour',
  userId: '7',
  userName: 'maple_otter',
  displayName: 'Maple Otter',
  roles: ['viewer'],
  at: 1,
};

const open = async ({ enabled = true, offeredBefore = false } = {}) => {
  const clock = createFakeClock();
  const store = stateInMemory();
  await store.write(offeredBefore);
  const discord = new FakeDiscordBridge(
    () => undefined,
    () => Promise.resolve({ text: '', audience: 'asker' }),
  );
  const expected: string[] = [];
  const slash = new SlashCommands({
    discord,
    isEnabled: () => enabled,
    store,
    catalogue: () =>
      slashCatalogue(() => ({ verdict, components: [], show: 'live' }), {
        globalCooldownMs: 5_000,
        userCooldownMs: 30_000,
      }),
    expectOwn: ({ text }) => void expected.push(text),
  });
  const harness = createComponentHarness({ id: 'slash-commands', clock });
  const life = await harness.start(slash);
  const connect = async (): Promise<void> => {
    life.context.events.emit(happened('discord.connected', { message: 'Connected.' }));
    await clock.advance(0);
  };
  return { clock, discord, slash, harness, life, connect, expected, store };
};

describe('slash commands', () => {
  it('are offered at each new sign-in, and the answer is expected back', async () => {
    const { discord, slash, connect, expected, life, harness } = await open();
    expect(slash.state()).toMatchObject({ state: 'unknown' });
    await connect();
    expect(discord.offers).toEqual([['status', 'health']]);
    expect(slash.state()).toMatchObject({ state: 'offered', commands: ['status', 'health'] });
    expect(harness.conditions.get('Offered')).toMatchObject({ status: 'true' });
    expect(await slash.answer(request)).toEqual({
      text: 'We’re live – everything is running fine.',
      audience: 'everybody',
    });
    expect(expected).toEqual(['We’re live – everything is running fine.']);
    expect(harness.topics('command.*')).toEqual(['command.answered']);
    await life.stop();
  });

  it('follow the same rules as chat commands: roles, cooldowns and replies', async () => {
    const { slash, life, expected, clock, harness } = await open();
    expect(await slash.answer({ ...request, command: 'health' })).toMatchObject({
      text: '/health requires the role moderator. Roles of Maple Otter: viewer.',
      audience: 'asker',
    });
    expect(await slash.answer({ ...request, command: 'health', roles: ['moderator'] })).toMatchObject({
      text: 'Everything is healthy',
      audience: 'asker',
    });
    await slash.answer(request);
    expect(await slash.answer({ ...request, userId: '8' })).toMatchObject({
      text: '/status is on cooldown for another 5 s.',
      audience: 'asker',
    });
    await clock.advance(5_000);
    expect(await slash.answer({ ...request, userId: '8' })).toMatchObject({ audience: 'everybody' });
    expect(await slash.answer({ ...request, command: 'captain' })).toMatchObject({
      text: 'The command /captain doesn’t exist.',
    });
    expect(expected).toHaveLength(2);
    expect(harness.topics('command.ignored')).toHaveLength(3);
    await life.stop();
    expect(await slash.answer(request)).toMatchObject({ text: 'Slash commands are off.' });
  });

  it('send nothing to Discord while they are disabled, and are removed once', async () => {
    const never = await open({ enabled: false });
    expect(await never.slash.withdraw()).toEqual({ ok: true, value: [] });
    expect(never.discord.offers).toEqual([]);
    expect(never.slash.state()).toMatchObject({ state: 'off', commands: [] });
    const before = await open({ enabled: false, offeredBefore: true });
    before.discord.fault = new Fault('discord.unreachable', 'Discord cannot be reached.', {
      kind: 'transient',
    });
    expect(await before.slash.withdraw()).toMatchObject({ ok: false });
    expect(before.slash.state().message).toContain('Discord may still show them: Discord cannot be reached.');
    before.discord.fault = null;
    await before.slash.withdraw();
    await before.slash.withdraw();
    expect(before.discord.offers).toEqual([[]]);
    expect(before.slash.state().message).toBe('Slash commands are off in the settings.');
  });

  it('are never removed while they are enabled, and can be removed however their offer ended', async () => {
    const { discord, slash, life, store, connect } = await open();
    discord.fault = new Fault('discord.unreachable', 'Discord cannot be reached.', { kind: 'transient' });
    await connect();
    await life.stop();
    expect(await store.read()).toBe(true);
    discord.fault = null;
    expect(await slash.withdraw()).toEqual({ ok: true, value: [] });
    expect(discord.offers).toEqual([]);
  });

  it('report why Discord refused them, and retry only transient faults', async () => {
    const { discord, slash, connect, clock, harness, life } = await open();
    discord.fault = new Fault('discord.slash-scope-missing', 'Invite the bot again.', {
      kind: 'configuration',
    });
    await connect();
    expect(slash.state()).toMatchObject({ state: 'refused', message: 'Invite the bot again.' });
    expect(harness.conditions.get('Offered')).toMatchObject({ status: 'false', severity: 'degraded' });
    discord.fault = null;
    await clock.advance(120_000);
    expect(discord.offers).toEqual([]);
    discord.fault = new Fault('discord.unreachable', 'Discord cannot be reached.', { kind: 'transient' });
    await connect();
    discord.fault = null;
    await clock.advance(31_000);
    expect(discord.offers).toHaveLength(1);
    await life.stop();
  });

  it('report each root cause to moderators once, the first with its remedy', () => {
    const problem = (title: string) => ({
      componentId: title.toLowerCase(),
      title,
      level: 'unhealthy' as const,
      headline: `${title} isn't responding`,
      since: 0,
    });
    const troubled = healthyVerdict({
      sentence: "OBS isn't responding. Discord is down too. Start OBS.",
      problems: [problem('OBS'), problem('Discord')],
    });
    expect(describeHealth({ verdict: troubled })).toBe(
      "OBS isn't responding. Discord is down too. Start OBS.\nDiscord isn't responding.",
    );
    expect(describeHealth({ verdict })).toBe('Everything is healthy');
  });
});
