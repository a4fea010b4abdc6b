import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { unreachable, type HttpAnswer, type TwitchHttp } from '../twitch-http/index.ts';
import { clientRefused, codeExpired, signInDenied, signInOver, twitchInTrouble } from './auth-faults.ts';

const deviceSchema = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: z.number().positive(),
  interval: z.number().positive().optional(),
});

const pairSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().nonnegative(),
});

const validationSchema = z.object({
  client_id: z.string(),
  user_id: z.string().min(1),
  login: z.string().min(1),
  scopes: z.array(z.string()).nullable(),
  expires_in: z.number().nonnegative(),
});

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInMs: number;
  readonly intervalMs: number;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInMs: number;
}

export interface Validation {
  readonly userId: string;
  readonly login: string;
  readonly scopes: readonly string[];
  readonly expiresInMs: number;
}

export type PollOutcome =
  { readonly state: 'approved'; readonly pair: TokenPair } | { readonly state: 'pending' | 'slow-down' };

const defaultIntervalMs = 5_000;

const unreadable = (): Fault => unreachable('Twitch sent an unreadable answer to the sign-in. Try again.');

const pairOf = (body: unknown): Result<TokenPair, Fault> => {
  const parsed = pairSchema.safeParse(body);
  if (!parsed.success) return err(unreadable());
  return ok({
    accessToken: parsed.data.access_token,
    refreshToken: parsed.data.refresh_token,
    expiresInMs: parsed.data.expires_in * 1_000,
  });
};

/** Returns the fault of an outage that says nothing about our sign-in; undefined for other answers. */
const faultOfTrouble = (answer: HttpAnswer): Fault | undefined => {
  if (answer.status >= 500) return twitchInTrouble(answer.status);
  if (answer.status !== 429) return undefined;
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return twitchInTrouble(answer.status, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
};

const faultOfClient = (answer: HttpAnswer): Fault | undefined =>
  answer.status === 403 || /client/i.test(answer.message)
    ? clientRefused(answer.message || `HTTP ${answer.status}`)
    : undefined;

/** The calls to Twitch's `id` server that a public client makes. None of them retries. */
export class OAuthClient {
  readonly #http: TwitchHttp;
  readonly #baseUrl: string;
  readonly #clientId: string;

  constructor(options: { readonly http: TwitchHttp; readonly baseUrl: string; readonly clientId: string }) {
    this.#http = options.http;
    this.#baseUrl = options.baseUrl.replace(/\/$/, '');
    this.#clientId = options.clientId;
  }

  async openDevice(scopes: readonly string[], signal?: AbortSignal): Promise<Result<DeviceCode, Fault>> {
    const answer = await this.#post('device', { scopes: scopes.join(' ') }, signal);
    if (!answer.ok) return answer;
    const refusal = this.#refusal(answer.value);
    if (refusal) return err(refusal);
    const parsed = deviceSchema.safeParse(answer.value.body);
    if (!parsed.success) return err(unreadable());
    return ok({
      deviceCode: parsed.data.device_code,
      userCode: parsed.data.user_code,
      verificationUri: parsed.data.verification_uri,
      expiresInMs: parsed.data.expires_in * 1_000,
      intervalMs: parsed.data.interval === undefined ? defaultIntervalMs : parsed.data.interval * 1_000,
    });
  }

  async pollDevice(
    deviceCode: string,
    scopes: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<PollOutcome, Fault>> {
    const answer = await this.#post(
      'token',
      {
        scopes: scopes.join(' '),
        device_code: deviceCode,
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      },
      signal,
    );
    if (!answer.ok) return answer;
    const { status, message, body } = answer.value;
    if (status === 200) {
      const pair = pairOf(body);
      return pair.ok ? ok({ state: 'approved', pair: pair.value }) : pair;
    }
    // Twitch writes the terms of RFC 8628 with underscores, and its own terms with spaces.
    const words = message.toLowerCase().replaceAll(' ', '_');
    if (words.includes('authorization_pending')) return ok({ state: 'pending' });
    if (words.includes('slow_down')) return ok({ state: 'slow-down' });
    if (words.includes('access_denied')) return err(signInDenied());
    if (words.includes('expired') || words.includes('invalid_device_code')) return err(codeExpired());
    return err(this.#refusal(answer.value) ?? unreadable());
  }

  /** Uses up a refresh token. Fails with `authentication` only when Twitch refused this very token. */
  async refresh(refreshToken: string, login: string): Promise<Result<TokenPair, Fault>> {
    // Not even an empty secret may be sent: a public client has none.
    const answer = await this.#post('token', { grant_type: 'refresh_token', refresh_token: refreshToken });
    if (!answer.ok) return answer;
    if (answer.value.status === 200) return pairOf(answer.value.body);
    const trouble = faultOfTrouble(answer.value) ?? faultOfClient(answer.value);
    if (trouble) return err(trouble);
    return err(
      /invalid refresh token/i.test(answer.value.message) || answer.value.status === 401
        ? signInOver(login)
        : twitchInTrouble(answer.value.status),
    );
  }

  /** Returns null when the token is no longer valid. */
  async validate(accessToken: string): Promise<Result<Validation | null, Fault>> {
    const answer = await this.#http.call({
      method: 'GET',
      url: `${this.#baseUrl}/validate`,
      headers: { authorization: `OAuth ${accessToken}` },
    });
    if (!answer.ok) return answer;
    if (answer.value.status === 401) return ok(null);
    if (answer.value.status !== 200)
      return err(faultOfTrouble(answer.value) ?? twitchInTrouble(answer.value.status));
    const parsed = validationSchema.safeParse(answer.value.body);
    if (!parsed.success) return err(unreadable());
    // A token of another application can't be refreshed with this client id.
    if (parsed.data.client_id !== this.#clientId) return ok(null);
    return ok({
      userId: parsed.data.user_id,
      login: parsed.data.login,
      scopes: parsed.data.scopes ?? [],
      expiresInMs: parsed.data.expires_in * 1_000,
    });
  }

  /** Revokes the token at Twitch. */
  async revoke(accessToken: string): Promise<Result<void, Fault>> {
    const answer = await this.#post('revoke', { token: accessToken });
    if (!answer.ok) return answer;
    // 400 means that the token was already invalid, which is the desired result.
    const trouble = faultOfTrouble(answer.value);
    return trouble ? err(trouble) : ok(undefined);
  }

  #refusal(answer: HttpAnswer): Fault | undefined {
    if (answer.status < 400) return undefined;
    return faultOfTrouble(answer) ?? clientRefused(answer.message || `HTTP ${answer.status}`);
  }

  #post(
    path: string,
    form: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Result<HttpAnswer, Fault>> {
    return this.#http.call({
      method: 'POST',
      url: `${this.#baseUrl}/${path}`,
      body: new URLSearchParams({ client_id: this.#clientId, ...form }),
      ...(signal ? { signal } : {}),
    });
  }
}
