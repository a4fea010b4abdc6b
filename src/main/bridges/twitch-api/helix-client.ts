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
  /** The `helix` address without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** The account's id once it is known: who moderates and who speaks. */
  readonly accountId: () => string | null;
  /** Ends the calls of a life that is over; null between two lives. */
  readonly signal: () => AbortSignal | null;
  /** An answer arrived, whatever it said; `latencyMs` is its round trip. */
  readonly onAnswer: (latencyMs: number) => void;
}

/** Every list that Helix gives; the rows are checked by whoever reads them. */
const envelopeSchema = z.looseObject({ data: z.array(z.looseObject({})) });

const sayings: Readonly<Record<string, string>> = {
  'GET users': 'look people up',
  'GET channels': 'read the stream title',
  'PATCH channels': 'change the stream title or category',
  'GET search/categories': 'look a category up',
  'GET streams': 'tell whether the channel is live',
  'POST chat/messages': 'send the message',
  'POST moderation/bans': 'ban or time out',
  'DELETE moderation/bans': 'take the ban back',
  'DELETE moderation/chat': 'delete the message',
  'POST streams/markers': 'set a marker',
  'POST clips': 'make a clip',
  'GET channel_points/custom_rewards': 'list the rewards',
  'GET channel_points/custom_rewards/redemptions': 'list the redemptions',
  'PATCH channel_points/custom_rewards/redemptions': 'settle the redemption',
  'GET channels/followers': 'list the followers',
  'GET subscriptions': 'list the subscribers',
  'POST eventsub/subscriptions': 'subscribe to events',
  'GET eventsub/subscriptions': 'list what is subscribed to',
};

const queryOf = (query: CallOptions['query']): string => {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) params.append(key, each);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

/** Whether a 401 is about the token as such, and not about what it allows. */
const tokenRefused = (answer: HttpAnswer): boolean =>
  answer.status === 401 && !/scope|must match|client.?id/i.test(answer.message);

/**
 * Twurple's client with our wire under it. Every endpoint of the library goes through `callApi`: overriding that one
 * method gives each instance its own address, clock, time limit and token, and takes the library's retries away,
 * because the core alone retries. Failures are thrown as faults; see docs/adr/0007.
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
        // Never asked: tokens are put on the wire by `callApi` below.
        getAnyAccessToken: () =>
          Promise.reject(new Fault('twitch.token-path', 'Tokens are not read here.', { kind: 'defect' })),
      },
    });
    this.#options = options;
    this.#gate = new RateGate(options.clock);
  }

  get remainingPoints(): number | null {
    return this.#gate.remaining;
  }

  /** Who acts where the library asks: our account, also in a channel that is not its own. */
  _getUserIdFromRequestContext(userId: string | undefined): string | undefined {
    return this.#options.accountId() ?? userId;
  }

  /** Says something in a chat. Resolves with Twitch's reason where it dropped the message. */
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
      throw new Fault('twitch.call-unknown', `A call of type ${options.type} is not made here.`, {
        kind: 'defect',
      });
    const answer = await this.#answer(method, path, options);
    if (answer.status >= 400) throw faultOfHelixAnswer(answer, what, this.#gate.waitMs);
    if (answer.body !== undefined && !envelopeSchema.safeParse(answer.body).success)
      throw unreadableAnswer(what);
    // The library promises T to its endpoints without looking; what leaves this room is checked in api-answers.ts.
    return answer.body as T;
  }

  /** Calls once; once more, with another token, when this one was refused. */
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
