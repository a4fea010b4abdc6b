import { err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { TwitchToken, TwitchTokens } from '../ports/index.ts';
import { freshTokenRefused, refreshRefused, signedOut, signInOver, tokenNotSaved } from './auth-faults.ts';
import type { OAuthClient, TokenPair, Validation } from './oauth-client.ts';
import type { StoredToken, TokenStore } from './token-store.ts';

/** A token with less life than this is renewed before it is handed out. */
const leastLifeMs = 60_000;
/** A token refused so soon after its renewal is not renewed again: the fault is not its age. */
const freshForMs = 60_000;

export interface TokenKeeperOptions {
  readonly clientId: string;
  readonly oauth: OAuthClient;
  readonly store: TokenStore;
  readonly clock: Clock;
  /** Somebody signed in, or the sign-in ended and its secrets are wiped. Must not throw. */
  readonly onChanged: (token: StoredToken | null, reason: Fault | null) => void;
}

const over = (fault: Fault): boolean => fault.code === 'twitch.sign-in-over';

/**
 * Owns the one pair of tokens. The rule of the room: a pair that Twitch gave out is saved before anybody may use it,
 * and at most one refresh is on the wire, because each refresh voids the token that the other would have used.
 */
export class TokenKeeper implements TwitchTokens {
  readonly clientId: string;
  readonly #oauth: OAuthClient;
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #onChanged: TokenKeeperOptions['onChanged'];
  #token: StoredToken | null = null;
  /** Given out by Twitch and not saved yet; the token before it is void. */
  #unsaved: StoredToken | null = null;
  #renewedAt: number | null = null;
  /** The access token that Twitch refused last. */
  #refused: string | null = null;
  #renewing: Promise<Result<StoredToken, Fault>> | null = null;

  constructor(options: TokenKeeperOptions) {
    this.clientId = options.clientId;
    this.#oauth = options.oauth;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#onChanged = options.onChanged;
  }

  get token(): StoredToken | null {
    return this.#token;
  }

  /** How long the token still lives by this machine's clock, milliseconds; null when nobody is signed in. */
  get lifeMs(): number | null {
    return this.#token === null ? null : this.#token.expiresAt - this.#clock.now();
  }

  /** Twitch refuses the token that is here, however long it should still live, and no other one came yet. */
  get isRefused(): boolean {
    return this.#token !== null && this.#token.accessToken === this.#refused;
  }

  /** Reads what was saved. What is here already is newer and stays. */
  async load(): Promise<Result<StoredToken | null, Fault>> {
    if (this.#token) return ok(this.#token);
    const loaded = await this.#store.load();
    if (loaded.ok) this.#token ??= loaded.value;
    return loaded.ok ? ok(this.#token) : loaded;
  }

  async current(): Promise<Result<TwitchToken, Fault>> {
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    if (!loaded.value) return err(signedOut());
    if ((this.lifeMs ?? 0) > leastLifeMs && this.#unsaved === null) return ok(loaded.value);
    const renewed = await this.renew();
    if (renewed.ok || renewed.error.kind === 'authentication') return renewed;
    // Twitch being down is no reason to stop using what still works.
    return this.#token && (this.lifeMs ?? 0) > 0 && this.#unsaved === null ? ok(this.#token) : renewed;
  }

  async replace(refused: string): Promise<Result<TwitchToken, Fault>> {
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    if (!loaded.value) return err(signedOut());
    if (loaded.value.accessToken !== refused && this.#unsaved === null) return ok(loaded.value);
    if (this.#renewedAt !== null && this.#clock.monotonic() - this.#renewedAt < freshForMs)
      return err(freshTokenRefused(loaded.value.login));
    this.#refused = refused;
    return this.renew();
  }

  /** Renews the pair now; callers that come while it is under way share it. */
  renew(): Promise<Result<StoredToken, Fault>> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /**
   * Asks Twitch whether the token is good, and renews it when it is not. Afterwards its end and scopes are known
   * from Twitch itself. `authentication` when the sign-in is over; everything is wiped then.
   */
  async validate(): Promise<Result<StoredToken, Fault>> {
    const token = this.#token;
    if (!token) return err(signedOut());
    const valid = await this.#oauth.validate(token.accessToken);
    if (!valid.ok) return valid;
    if (this.#token !== token) return this.#token ? ok(this.#token) : err(signedOut());
    if (valid.value === null) return this.renew();
    this.#token = this.#confirmed(token, valid.value);
    return ok(this.#token);
  }

  /** Takes over what a sign-in brought, once it is saved. */
  async adopt(pair: TokenPair, validation: Validation): Promise<Result<StoredToken, Fault>> {
    const token: StoredToken = {
      accessToken: pair.accessToken,
      refreshToken: pair.refreshToken,
      userId: validation.userId,
      login: validation.login,
      scopes: [...validation.scopes],
      expiresAt: this.#clock.now() + validation.expiresInMs,
      obtainedAt: this.#clock.now(),
    };
    const saved = await this.#store.save(token);
    if (!saved.ok) return err(tokenNotSaved(saved.error));
    this.#unsaved = null;
    this.#token = token;
    // What a person has just allowed was not renewed by us: its first refusal may still be mended by a refresh.
    this.#renewedAt = null;
    this.#onChanged(token, null);
    return ok(token);
  }

  /** Forgets everything, here and in the store. `reason` is null when a person wanted it. */
  async wipe(reason: Fault | null): Promise<Result<void, Fault>> {
    this.#token = null;
    this.#unsaved = null;
    const saved = await this.#store.save(null);
    this.#onChanged(null, reason);
    return saved;
  }

  #confirmed(token: StoredToken, validation: Validation): StoredToken {
    return {
      ...token,
      login: validation.login,
      userId: validation.userId,
      scopes: [...validation.scopes],
      expiresAt: this.#clock.now() + validation.expiresInMs,
    };
  }

  async #renew(): Promise<Result<StoredToken, Fault>> {
    if (this.#unsaved) return this.#keep(this.#unsaved);
    const token = this.#token;
    if (!token) return err(signedOut());
    const renewed = await this.#oauth.refresh(token.refreshToken, token.login);
    if (this.#token !== token) return this.#token ? ok(this.#token) : err(signedOut());
    if (!renewed.ok) return over(renewed.error) ? this.#doubt(token) : renewed;
    const { accessToken, refreshToken, expiresInMs } = renewed.value;
    const now = this.#clock.now();
    return this.#keep({ ...token, accessToken, refreshToken, expiresAt: now + expiresInMs, obtainedAt: now });
  }

  async #keep(next: StoredToken): Promise<Result<StoredToken, Fault>> {
    this.#unsaved = next;
    const saved = await this.#store.save(next);
    if (!saved.ok) return err(tokenNotSaved(saved.error));
    if (this.#unsaved !== next) return this.#token ? ok(this.#token) : err(signedOut());
    this.#unsaved = null;
    this.#token = next;
    this.#renewedAt = this.#clock.monotonic();
    return ok(next);
  }

  /** Twitch has refused good refresh tokens before, in an outage of its own: the access token is heard as well. */
  async #doubt(token: StoredToken): Promise<Result<StoredToken, Fault>> {
    const valid = await this.#oauth.validate(token.accessToken);
    if (!valid.ok) return valid;
    if (valid.value !== null && valid.value.expiresInMs > leastLifeMs) {
      if (this.#token === token) this.#token = this.#confirmed(token, valid.value);
      return err(refreshRefused(token.login, valid.value.expiresInMs));
    }
    const fault = signInOver(token.login);
    if (this.#token === token) await this.wipe(fault);
    return err(fault);
  }
}
