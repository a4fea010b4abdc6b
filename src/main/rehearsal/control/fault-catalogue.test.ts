import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { rehearsalServerSchema } from '#shared/model/index.ts';
import { startRehearsalServers, parseScenario, type RunningRehearsalServers } from '../index.ts';
import { serverFaults } from './fault-texts.ts';

const quiet = `
id: quiet
title: Quiet
description: Nobody says a word.
scenes: [Main]
cast: [{ login: somebody_there, displayName: Somebody }]
acts: [{ id: calm, title: Calm, seconds: 60 }]
`;

describe('the faults of every server', () => {
  let servers: RunningRehearsalServers;
  beforeAll(async () => {
    const scenario = parseScenario(quiet, 'quiet.yaml');
    if (!scenario.ok) throw scenario.error;
    servers = await startRehearsalServers({
      clock: createSystemClock(),
      random: createSeededRandom(5),
      ids: createCountingIds('x'),
      scenario: scenario.value,
    });
  });
  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
  });

  it.each(rehearsalServerSchema.options)(
    'are exactly the faults that a scenario may name for %s',
    (server) => {
      const faults = servers.injector.kinds().flatMap((kind) => (kind.server === server ? [kind.fault] : []));
      expect(faults.toSorted()).toEqual([...serverFaults[server]].toSorted());
    },
  );

  it('can each be injected and cleared on a server without clients', () => {
    for (const { server, fault, lasting } of servers.injector.kinds()) {
      const done = servers.injector.inject({ server, fault }, 'operator');
      expect(done, `${server} ${fault}`).toMatchObject({ ok: true });
      expect(servers.injector.clear({ server })).toHaveLength(lasting ? 1 : 0);
    }
  });

  it('fail the token renewal with the given status until the fault is cleared', async () => {
    const { authUrl, clientId } = servers.platform;
    const renew = async (): Promise<number> => {
      const body = new URLSearchParams({
        client_id: clientId,
        grant_type: 'refresh_token',
        refresh_token: 'no such token',
      });
      return (await fetch(`${authUrl}/token`, { method: 'POST', body })).status;
    };
    const fault = { server: 'twitch-platform', fault: 'fail-tokens' } as const;
    servers.injector.inject(fault, 'operator');
    expect(await renew()).toBe(500);
    servers.injector.inject({ ...fault, status: 503 }, 'operator');
    expect(await renew()).toBe(503);
    servers.injector.clear({ server: 'twitch-platform' });
    expect(await renew()).toBe(400);
  });

  it('are refused in a scenario when the server does not support them', () => {
    const text = quiet.replace(
      'seconds: 60',
      'seconds: 60, cues: [{ at: 1, disturb: { target: obs, fault: wrong-clock } }]',
    );
    expect(parseScenario(text, 'quiet.yaml')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('obs has no fault "wrong-clock"') },
    });
  });
});
