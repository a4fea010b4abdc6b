import { ApiClient, ChatMessageDroppedError } from '@twurple/api';
import { z } from 'zod';
import { Fault, type Clock } from '#shared/kernel/index.ts';
import type { TwitchTokens } from '../ports/index.ts';
import type { HttpAnswer, TwitchHttp } from '../twitch-http/index.ts';
import { faultOfHelixAnswer, rateLimited, unreadableAnswer } from './helix-faults.ts';
import { RateGate } from './rate-gate.ts';

type CallOptions = Parameters<ApiClient['callApi']>[0];

export interface HelixClientOptions {
  readonly tokens: TwitchTokens;
  readonly http: TwitchHttp;
  /** The `helix` address without a trailing slash. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Returns the account's id once it is known: the moderator and sender of all calls. */
  readonly accountId: () => string | null;
  /** Aborts the calls when the connection ends; null between two connections. */
  readonly signal: () => AbortSignal | null;
  /** Called for each answer; `latencyMs` is its round trip. */
  readonly onAnswer: (latencyMs: number) => void;
}

/** Schema of every list in Helix; the readers validate the rows. */
const envelopeSchema = z.looseObject({ data: z.array(z.looseObject({})) });

const sayings: Readonly<Record<string, string>> = {
  'GET users': 'look up users',
  'GET channels': 'read the stream title',
  'PATCH channels': 'change the stream title or category',
  'GET search/categories': 'look up a category',
  'GET streams': 'check whether the channel is live',
  'POST chat/messages': 'send the message',
  'POST moderation/bans': 'ban or time out',
  'DELETE moderation/bans': 'lift the ban',
  'DELETE moderation/chat': 'delete the message',
  'POST streams/markers': 'add a marker',
  'POST clips': 'create a clip',
  'GET channel_points/custom_rewards': 'list the rewards',
  'GET channel_points/custom_rewards/redemptions': 'list the redemptions',
  'PATCH channel_points/custom_rewards/redemptions': 'update the redemption',
  'GET channels/followers': 'list the followers',
  'GET subscriptions': 'list the subscribers',
  'POST eventsub/subscriptions': 'subscribe to events',
  'GET eventsub/subscriptions': 'list the event subscriptions',
};

const queryOf = (query: CallOptions['query']): string => {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) params.append(key, each);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

/** Returns true when a 401 is about the token itself, not about its scopes. */
const tokenRefused = (answer: HttpAnswer): boolean =>
  answer.status === 401 && !/scope|must match|client.?id/i.test(answer.message);

/**
 * Twurple's client on our own HTTP calls. All endpoints of the library use `callApi`. Overriding that method
 * gives each instance its own address, clock, time limit and token, and removes the library's retries,
 * because only the core retries. Failures are thrown as faults; see docs/adr/0007.
 */
export class HelixClient extends ApiClient {
  readonly #options: HelixClientOptions;
  readonly #gate: RateGate;

  constructor(options: HelixClientOptions) {
    super({
      authProvider: {
        clientId: options.tokens.clientId,
        getCurrentScopesForUser: () => [],
        getAccessTokenForUser: () => Promise.resolve(null),
        // Never called: `callApi` below adds the tokens.
        getAnyAccessToken: () =>
          Promise.reject(new Fault('twitch.token-path', 'Tokens aren’t read here.', { kind: 'defect' })),
      },
    });
    this.#options = options;
    this.#gate = new RateGate(options.clock);
  }

  get remainingPoints(): number | null {
    return this.#gate.remaining;
  }

  /** Returns the acting user for the library: our account, also in another user's channel. */
  _getUserIdFromRequestContext(userId: string | undefined): string | undefined {
    return this.#options.accountId() ?? userId;
  }

  /** Sends a chat message. Resolves with Twitch's reason when Twitch dropped the message. */
  async say(
    channelId: string,
    text: string,
    replyTo?: string,
  ): Promise<{ readonly id: string } | { readonly dropped: string }> {
    const params = replyTo === undefined ? {} : { replyParentMessageId: replyTo };
    try {
      const { id } = await this.chat.sendChatMessage(channelId, text, params);
      return { id };
    } catch (thrown) {
      if (!(thrown instanceof ChatMessageDroppedError)) throw thrown;
      return { dropped: thrown.message.split(' dropped: ')[1] ?? 'no reason given' };
    }
  }

  override async callApi<T = unknown>(options: CallOptions): Promise<T> {
    const method = options.method ?? 'GET';
    const path = options.url.replace(/^\//, '');
    const what = sayings[`${method} ${path}`] ?? 'do this';
    if (options.type !== undefined && options.type !== 'helix')
      throw new Fault('twitch.call-unknown', `Calls of type ${options.type} aren’t supported.`, {
        kind: 'defect',
      });
    const answer = await this.#answer(method, path, options);
    if (answer.status >= 400) throw faultOfHelixAnswer(answer, what, this.#gate.waitMs);
    if (answer.body !== undefined && !envelopeSchema.safeParse(answer.body).success)
      throw unreadableAnswer(what);
    // The library promises T to its endpoints without validation; api-answers.ts validates all data that
    // leaves this folder.
    return answer.body as T;
  }

  /** Calls once, and once more with another token when Twitch refused the first. */
  async #answer(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: CallOptions,
  ): Promise<HttpAnswer> {
    const { tokens } = this.#options;
    const first = await tokens.current();
    if (!first.ok) throw first.error;
    const answer = await this.#send(method, path, options, first.value.accessToken);
    if (!tokenRefused(answer)) return answer;
    const second = await tokens.replace(first.value.accessToken);
    if (!second.ok) throw second.error;
    return this.#send(method, path, options, second.value.accessToken);
  }

  async #send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: CallOptions,
    accessToken: string,
  ): Promise<HttpAnswer> {
    const { http, baseUrl, tokens, clock, onAnswer } = this.#options;
    const signal = this.#options.signal();
    if (this.#gate.waitMs > 0) throw rateLimited(this.#gate.waitMs);
    const startedAt = clock.monotonic();
    const answer = await http.call({
      method,
      url: `${baseUrl}/${path}${queryOf(options.query)}`,
      headers: {
        authorization: `Bearer ${accessToken}`,
        'client-id': tokens.clientId,
        ...(options.jsonBody === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.jsonBody === undefined ? {} : { body: JSON.stringify(options.jsonBody) }),
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) throw answer.error;
    this.#gate.note(answer.value.headers, answer.value.status === 429);
    onAnswer(clock.monotonic() - startedAt);
    return answer.value;
  }
}
