import { err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import type { TwitchToken, TwitchTokens } from '../ports/index.ts';
import { freshTokenRefused, refreshRefused, signedOut, signInOver, tokenNotSaved } from './auth-faults.ts';
import type { OAuthClient, TokenPair, Validation } from './oauth-client.ts';
import type { StoredToken, TokenStore } from './token-store.ts';

/** Remaining lifetime below which a token is renewed before use. */
const leastLifeMs = 60_000;
/** Time after a renewal in which a refused token is not renewed again, because its age is not the cause. */
const freshForMs = 60_000;

export interface TokenKeeperOptions {
  readonly clientId: string;
  readonly oauth: OAuthClient;
  readonly store: TokenStore;
  readonly clock: Clock;
  /** Called when an account signed in, or the sign-in ended and its secrets were deleted. Must not throw. */
  readonly onChanged: (token: StoredToken | null, reason: Fault | null) => void;
}

const over = (fault: Fault): boolean => fault.code === 'twitch.sign-in-over';

/**
 * Owns the only token pair. Two rules: a pair from Twitch is saved before anything may use it, and at most
 * one refresh is on the wire, because each refresh invalidates the token that a second one would use.
 */
export class TokenKeeper implements TwitchTokens {
  readonly clientId: string;
  readonly #oauth: OAuthClient;
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #onChanged: TokenKeeperOptions['onChanged'];
  #token: StoredToken | null = null;
  /** A pair from Twitch that is not saved yet; the pair before it is invalid. */
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

  /** Remaining lifetime of the token by this machine's clock, milliseconds; null when not signed in. */
  get lifeMs(): number | null {
    return this.#token === null ? null : this.#token.expiresAt - this.#clock.now();
  }

  /** True while Twitch refuses the current token, whatever its remaining lifetime. */
  get isRefused(): boolean {
    return this.#token !== null && this.#token.accessToken === this.#refused;
  }

  /** Loads the saved token. A token already in memory is newer and stays. */
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
    // A token that still works stays in use during an outage of Twitch.
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

  /** Renews the pair now. Concurrent calls share one refresh. */
  renew(): Promise<Result<StoredToken, Fault>> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /**
   * Validates the token at Twitch, and renews it when it is invalid. Afterwards its expiry and scopes come
   * from Twitch. Fails with `authentication` when the sign-in is over; everything is deleted then.
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

  /** Saves the pair of a new sign-in, then uses it. */
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
    // A new sign-in is not a renewal: a refresh may still fix its first refusal.
    this.#renewedAt = null;
    this.#onChanged(token, null);
    return ok(token);
  }

  /** Deletes the token in memory and in the store. `reason` is null when a person signed out. */
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

  /** Checks the access token too, because Twitch has refused valid refresh tokens during its own outages. */
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
