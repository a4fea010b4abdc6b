import { rehearsalInjectFault, rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { asOwner } from './testing/as-owner.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '#main/hosts/shared/index.ts';
import { problemCount, type RehearsalServer, type Verdict } from '#shared/model/index.ts';
import { Programs } from './testing/programs.ts';
import { problemsOf, soon, untilHealthy, verdictOf } from './testing/verdict-reader.ts';
import { componentCommands } from '#shared/catalogue/operations/components.ts';

describe('the verdict names the root cause of a rehearsed outage:', () => {
  const programs = new Programs();
  let application: Application;

  const verdict = (): Verdict => verdictOf(application);
  const problems = () => problemsOf(application);
  const seen = () => ({
    headline: problems()[0]?.headline,
    causeId: problems()[0]?.componentId,
    problems: problemCount({ problems: [...problems()], causeId: null }),
  });
  const command = (action: 'start' | 'stop', id: string, actor: string) =>
    asOwner(application, componentCommands[action], { id, timeoutMs: 20_000 }, actor);
  const drill = async (server: RehearsalServer, fault: string): Promise<void> => {
    const done = await asOwner(application, rehearsalInjectFault, { server, fault });
    if (!done.ok) throw done.error;
  };
  const healthy = (): Promise<void> => untilHealthy(application);

  beforeAll(async () => {
    application = await programs.start({ mode: 'rehearsal' });
  }, 120_000);
  afterAll(() => programs[Symbol.asyncDispose]());
  beforeEach(async () => {
    const { system } = application.gatewayPorts;
    await asOwner(application, rehearsalClearFaults, {});
    for (const { id, kind, stoppedBy } of system.list())
      if (kind !== 'orchestrator' && stoppedBy?.by === 'command') await command('start', id, 'window');
    await healthy();
  }, 90_000);

  it('the rehearsal was stopped, and its connections are consequences', async () => {
    const plan = application.gatewayPorts.system.plan('stop', 'rehearsal');
    if (!plan.ok) throw plan.error;
    const listed = [...plan.value.alsoStops, ...plan.value.losesConnection].map(
      ({ componentId }) => componentId,
    );
    expect(plan.value.losesConnection.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Twitch chat', 'Discord', 'OBS']),
    );
    await command('stop', 'rehearsal', 'window');
    await expect
      .poll(() => application.gatewayPorts.system.detail('discord')?.health.level, soon)
      .not.toBe('healthy');
    await expect.poll(() => application.gatewayPorts.system.detail('obs:main')?.cause, soon).not.toBeNull();
    expect(seen()).toEqual({ headline: 'Rehearsal was stopped by you', causeId: 'rehearsal', problems: 1 });
    expect(verdict().action).toEqual({
      kind: 'start-component',
      label: 'Start Rehearsal',
      target: 'rehearsal',
    });
    expect(verdict().collateral.filter((id) => !listed.includes(id))).toEqual([]);
    await command('start', 'rehearsal', 'window');
    await healthy();
  }, 90_000);

  it('an API command stopped OBS, although the show needs it', async () => {
    await command('stop', 'obs:main', 'api');
    await expect
      .poll(seen, soon)
      .toEqual({ headline: 'OBS was stopped by a command from the API', causeId: 'obs:main', problems: 1 });
    expect(verdict()).toMatchObject({
      level: 'degraded',
      action: { label: 'Start OBS', target: 'obs:main' },
    });
    expect(verdict().detail).toBe('Show is waiting for it.');
  }, 120_000);

  it('a drill crashes OBS, and a button ends the drill', async () => {
    await drill('obs', 'refuse');
    await expect.poll(seen, soon).toEqual({ headline: 'Drill: OBS crash', causeId: 'obs:main', problems: 1 });
    await expect.poll(() => verdict().detail, soon).toContain("OBS isn't responding. Start OBS");
    const { action } = verdict();
    expect(action).toMatchObject({ kind: 'end-drill', label: 'End the drill' });
    await asOwner(application, rehearsalClearFaults, { id: action?.target });
    await healthy();
  }, 120_000);

  it('a drill changes the password of OBS, and its end is enough to reconnect', async () => {
    await drill('obs', 'refuse-sign-ins');
    await expect.poll(() => verdict().detail, soon).toContain('OBS rejected the password. Copy it from OBS');
    expect(seen()).toEqual({ headline: 'Drill: OBS wrong password', causeId: 'obs:main', problems: 1 });
    await asOwner(application, rehearsalClearFaults, { id: verdict().action?.target });
    await healthy();
  }, 120_000);

  it('two drills run at once: OBS ranks before Discord', async () => {
    await drill('discord', 'refuse');
    await drill('obs', 'refuse');
    await expect.poll(() => verdict().headline, soon).toBe('Drill: OBS crash. Discord is down too.');
    expect(problems()).toHaveLength(2);
  }, 120_000);

  it('all three platforms are down at once: OBS, then Twitch chat, then Discord', async () => {
    await drill('discord', 'refuse');
    await drill('twitch', 'refuse');
    await drill('obs', 'refuse');
    await expect
      .poll(() => problems().map(({ headline }) => headline), soon)
      .toEqual(['Drill: OBS crash', 'Drill: Twitch chat outage', 'Drill: Discord outage']);
    expect(verdict()).toMatchObject({ headline: 'Drill: OBS crash. Twitch chat is down too.' });
    expect(verdict().detail).toMatch(/Also: Discord\b/);
  }, 120_000);

  it('revoked Twitch access makes the sign-in unhealthy at once, by an event', async () => {
    const { system } = application.gatewayPorts;
    const heard = Promise.withResolvers<string>();
    using _listening = system.onChange(() => {
      if (system.detail('twitch-events')?.health.level === 'unhealthy')
        heard.resolve(system.detail('twitch-auth')?.health.level ?? 'gone');
    });
    await drill('twitch-platform', 'refuse-sign-ins');
    expect(await heard.promise).not.toBe('healthy');
    await expect.poll(() => seen().causeId, soon).toBe('twitch-auth');
    expect(seen()).toEqual({ headline: 'Drill: Twitch access revoked', causeId: 'twitch-auth', problems: 1 });
    expect(verdict().detail).toContain(
      'Twitch access was revoked. Follows, subs and raids are not coming in.',
    );
    await expect.poll(() => verdict().action?.label, soon).toBe('Sign in to Twitch again');
  }, 120_000);
});

describe('a live run without configuration', () => {
  const programs = new Programs();
  let application: Application;
  beforeAll(async () => {
    application = await programs.start({ mode: 'live' });
  }, 120_000);
  afterAll(() => programs[Symbol.asyncDispose]());

  it('is neutral: not set up, no problem, no outage, and a link to the settings', async () => {
    const { system, outages } = application.gatewayPorts;
    await expect.poll(() => system.verdict().headline, soon).toBe('Nothing is set up yet');
    expect(system.verdict()).toMatchObject({
      level: 'unknown',
      problems: [],
      action: { kind: 'open-settings', label: 'Open Settings' },
    });
    expect(system.detail('twitch-chat')).toMatchObject({ notSetUp: true, state: 'idle' });
    expect(system.detail('obs:main')).toMatchObject({ notSetUp: true, health: { level: 'unknown' } });
    expect(outages.list()).toEqual([]);
    expect(system.list().filter(({ health }) => health.level === 'unhealthy')).toEqual([]);
    expect(system.events.recent('component.failed', 10)).toEqual([]);
  }, 120_000);
});
