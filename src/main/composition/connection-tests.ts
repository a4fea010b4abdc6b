import type { Logger } from '#core/index.ts';
import { testDiscordConnection } from '#main/bridges/discord/index.ts';
import { testObsConnection } from '#main/bridges/obs/index.ts';
import type { SecretReader } from '#main/bridges/ports/index.ts';
import { pastedInSettings, type ChatAccount, type PastedAccount } from '#main/bridges/twitch-auth/index.ts';
import { testTwitchConnection } from '#main/bridges/twitch/index.ts';
import {
  discordComponent,
  secretNames,
  twitchComponents,
  type ChatPresenceConfig,
} from '#main/orchestrators/chat-presence/manifest.ts';
import { obsComponentOf, obsPasswordOf, type StudioConfig } from '#main/orchestrators/studio/manifest.ts';
import {
  type Clock,
  err,
  Fault,
  type IdSource,
  isolate,
  ok,
  type Redactor,
  type Result,
} from '#shared/kernel/index.ts';
import { platformOf, type ConnectionTest } from '#shared/model/index.ts';

export interface ConnectionTestParts {
  readonly redactor: Pick<Redactor, 'redact'>;
  readonly chat: () => ChatPresenceConfig;
  readonly studio: () => StudioConfig;
  readonly secrets: SecretReader;
  /** Returns the account that writes in Twitch chat, by sign-in or by a pasted token. */
  readonly twitchAccount: (pasted: PastedAccount) => Promise<Pick<ChatAccount, 'login' | 'readToken'>>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Posts the go-live notice as a test. */
  readonly tryGoLive: () => Promise<Result<{ readonly channelTitle: string; readonly text: string }, Fault>>;
}

const testConnection = async (
  {
    chat,
    studio,
    secrets,
    twitchAccount,
    clock,
    ids,
    logger,
    tryGoLive,
  }: Omit<ConnectionTestParts, 'redactor'>,
  target: string,
  signal: AbortSignal | undefined,
): Promise<Result<ConnectionTest, Fault>> => {
  const cancel = signal ? { signal } : {};
  if (target === twitchComponents.chat) {
    const { channel, login } = chat().twitch;
    const writer = await twitchAccount(pastedInSettings(login, secrets, secretNames.twitch));
    return ok(
      await testTwitchConnection({
        channel: channel === '' ? (writer.login ?? '') : channel,
        login: writer.login,
        readToken: () => writer.readToken(),
        clock,
        ids,
        logger,
        ...cancel,
      }),
    );
  }
  if (target === discordComponent) {
    const { guildId, channelId } = chat().discord;
    return ok(
      await testDiscordConnection({
        guildId: guildId === '' ? null : guildId,
        channelId,
        readToken: () => secrets.read(secretNames.discord),
        clock,
        ...cancel,
      }),
    );
  }
  if (target === 'go-live') {
    const began = clock.monotonic();
    const posted = await tryGoLive();
    const message = posted.ok
      ? `Test posted in ${isolate(posted.value.channelTitle)}. Delete it on Discord when you have seen it.`
      : posted.error.message;
    return ok({
      ok: posted.ok,
      message,
      elapsedMs: Math.round(clock.monotonic() - began),
      checks: [{ name: 'Notice', ok: posted.ok, message }],
    });
  }
  const instances = studio().instances.filter(
    ({ name }) => target === 'obs' || target === obsComponentOf(name),
  );
  if (instances.length === 0) {
    return err(
      new Fault('settings.unknown-test', `There is no connection "${target}" to test.`, {
        kind: 'configuration',
        status: 'not-found',
      }),
    );
  }
  const tests = await Promise.all(
    instances.map(async ({ name, address }) => ({
      name,
      test: await testObsConnection({
        title: `OBS ${name}`,
        address,
        readPassword: () => secrets.read(obsPasswordOf(name)),
        clock,
        settingsPath: platformOf('obs').settingsPath,
        ...cancel,
      }),
    })),
  );
  const several = tests.length > 1;
  return ok({
    ok: tests.every(({ test }) => test.ok),
    message: (tests.find(({ test }) => !test.ok) ?? tests[0])?.test.message ?? '',
    elapsedMs: Math.max(...tests.map(({ test }) => test.elapsedMs)),
    checks: tests.flatMap(({ name, test }) =>
      test.checks.map((check) => (several ? { ...check, name: `${name}: ${check.name}` } : check)),
    ),
  });
};

/**
 * Tests the real platforms as they are set up now, over separate connections, also in a rehearsal. Targets:
 * `twitch-chat`, `discord`, `obs` for every instance, or `obs:NAME` for one. The target `go-live` is not a
 * connection: it posts the notice over the running bridge.
 */
export const createConnectionTester =
  ({ redactor, ...parts }: ConnectionTestParts) =>
  async (target: string, signal?: AbortSignal): Promise<Result<ConnectionTest, Fault>> => {
    const tested = await testConnection(parts, target, signal);
    // The result contains messages from libraries and platforms, which can contain secrets.
    return tested.ok ? ok(redactor.redact(tested.value)) : tested;
  };
