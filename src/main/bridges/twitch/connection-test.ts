import { Fault, type Clock, type IdSource } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import type { ConnectionTest } from '#shared/model/index.ts';
import { normaliseChannel } from './channel-name.ts';
import { ChatSession } from './chat-session.ts';
import { SendLimits } from './send-limits.ts';
import { createTmiTransport } from './tmi-transport.ts';
import { readTwitchIdentity, twitchChatUrl, type TwitchChatPlace } from './twitch-chat-bridge.ts';

export interface TwitchTestOptions extends TwitchChatPlace {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}

/** Returns the check that a fault fails. */
const checkOf = (fault: Fault): string => {
  if (fault.code.startsWith('twitch.sign-in')) return 'Authenticated';
  return fault.code === 'twitch.unreachable' ? 'Connected' : 'Joined';
};

/**
 * Opens one connection like the bridge's, requests one answer, and closes. Never throws for an answer of
 * Twitch.
 */
export const testTwitchConnection = async (options: TwitchTestOptions): Promise<ConnectionTest> => {
  const startedAt = options.clock.monotonic();
  const checks: ConnectionTest['checks'][number][] = [];
  const passed = (name: string, message: string): void => void checks.push({ name, ok: true, message });
  const finish = (fault: Fault | null, message: string): ConnectionTest => {
    if (fault) checks.push({ name: checkOf(fault), ok: false, message: fault.message });
    return {
      ok: fault === null,
      message: fault?.message ?? message,
      elapsedMs: Math.round(options.clock.monotonic() - startedAt),
      checks,
    };
  };

  const channel = normaliseChannel(options.channel);
  if (!channel.ok) return finish(channel.error, '');
  const identity = await readTwitchIdentity(options);
  if (!identity.ok) return finish(identity.error, '');

  const session = new ChatSession({
    transport: createTmiTransport(
      { url: options.url ?? twitchChatUrl, channel: channel.value, identity: identity.value },
      options.clock,
      options.logger,
    ),
    channel: channel.value,
    login: identity.value?.login ?? null,
    clock: options.clock,
    ids: options.ids,
    sendLimits: new SendLimits(options.clock),
    deliver: () => undefined,
    refuse: () => undefined,
    emit: () => undefined,
    setCondition: (condition) => {
      if (condition.status === 'true') passed(condition.type, condition.message);
    },
    onReconnectAsked: () => undefined,
    onFailed: () => undefined,
  });
  try {
    await session.start(options.signal ?? new AbortController().signal);
  } catch (thrown) {
    return finish(Fault.from(thrown), '');
  }
  await session.stop();
  return finish(
    null,
    identity.value
      ? `Signed in as ${identity.value.login} and joined #${channel.value}.`
      : `Joined #${channel.value} without an account. Chat is read-only.`,
  );
};
