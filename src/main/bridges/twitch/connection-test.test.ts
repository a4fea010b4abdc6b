import { describe, expect, it } from 'vitest';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { createTwitchRehearsal } from '#main/rehearsal/twitch/index.ts';
import type { Logger } from '#core/logger.ts';
import { waitUntil } from '../testing/component-harness.ts';
import { testTwitchConnection } from './connection-test.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  child: () => silent,
};

describe('the test of a Twitch connection', () => {
  it.each([
    ['the right token', 'right', true, ['Authenticated true', 'Connected true', 'Joined true']],
    ['a wrong token', 'wrong', false, ['Authenticated false']],
    ['no account', null, true, ['Connected true', 'Joined true']],
  ])('reports the result with %s', async (_what, token, expected, checks) => {
    const clock = createSystemClock();
    await using server = await createTwitchRehearsal({
      clock,
      random: createSeededRandom(5),
      ids: createCountingIds(),
    });
    const result = await testTwitchConnection({
      url: server.chatUrl,
      channel: `https://www.twitch.tv/${server.channel}`,
      login: token === null ? null : server.account.login,
      readToken: () => Promise.resolve(token === 'right' ? server.account.token : token),
      clock,
      ids: createCountingIds(),
      logger: silent,
    });
    expect(result.ok).toBe(expected);
    expect(result.message).not.toBe('');
    expect(result.checks.map(({ name, ok }) => `${name} ${ok}`).sort()).toEqual(checks);
    expect(JSON.stringify(result)).not.toContain(server.account.token);
    await waitUntil('the server to see us leave', () => server.joined().length === 0);
  });
});
