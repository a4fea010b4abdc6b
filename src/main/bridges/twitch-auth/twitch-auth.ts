import type { Component, ComponentContext, ConditionInput } from '#core/component.ts';
import { twitchSignedOut, twitchSignInRenewed } from '#shared/catalogue/topics/twitch.ts';
import {
  err,
  ok,
  type Clock,
  type Fault,
  type JsonObject,
  type Result,
  durationInWords,
  Emitter,
} from '#shared/kernel/index.ts';
import type { TwitchToken, TwitchTokens } from '../ports/index.ts';
import { createTwitchHttp, type ServerTimeListener } from '../twitch-http/index.ts';
import { clientMissing, signedOut, signInRevoked } from './auth-faults.ts';
import { startDeviceSignIn, type DeviceSignIn } from './device-sign-in.ts';
import { OAuthClient } from './oauth-client.ts';
import { requestedScopes } from './scopes.ts';
import { TokenKeeper } from './token-keeper.ts';
import type { SignedInAccount, StoredToken, TokenStore } from './token-store.ts';
import { renewBeforeMs, Upkeep, upkeepTickMs } from './upkeep.ts';

export const twitchAuthUrl = 'https://id.twitch.tv/oauth2';
/** Lifetime of an unused refresh token: 30 days. */
const refreshLifeMs = 30 * 86_400_000;

export interface TwitchAuthOptions {
  /** Client id of an application of the type "Public", which has no secret to send. */
  readonly clientId: string;
  readonly store: TokenStore;
  readonly clock: Clock;
  /** The `oauth2` address without a trailing slash; Twitch's own by default. */
  readonly baseUrl?: string;
  /** Receives the time of Twitch's servers, epoch milliseconds. */
  readonly onTime?: ServerTimeListener;
  /** Scopes to request; by default all scopes that this program uses. */
  readonly scopes?: readonly string[];
  /** Time that a sign-in must last, milliseconds: the length of a long show, 12 h by default. */
  readonly showMs?: number;
}

/** Length of a long show, which should not lose its sign-in, milliseconds. */
const longShowMs = 12 * 3_600_000;

/** Expiry of the sign-in. Times are epoch milliseconds, null when not signed in. */
export interface SignInForecast {
  /** Expiry of the access token, which is renewed automatically 10 minutes before. */
  readonly accessEndsAt: number | null;
  /** Expiry of the sign-in if it isn't used until then. */
  readonly signInEndsAt: number | null;
  /** True when the sign-in is expected to last until the requested time. */
  readonly holds: boolean;
  /** A sentence for people. */
  readonly message: string;
}

/** The sign-in of one Twitch account: a supervised component, and the source of tokens for the bridges. */
export interface TwitchAuth extends Component, TwitchTokens {
  /** The signed-in account, as far as it was loaded; null when not signed in. */
  readonly account: SignedInAccount | null;
  /** Reads the signed-in account from the store. Sends no request to Twitch. */
  load(): Promise<Result<SignedInAccount | null, Fault>>;
  /** Requests a code, and cancels a sign-in in progress. Works whether or not the component runs. */
  startSignIn(): Promise<Result<DeviceSignIn, Fault>>;
  /** Revokes the token at Twitch if Twitch can be reached, and deletes it here in any case. */
  signOut(): Promise<Result<void, Fault>>;
  /**
   * Marks the sign-in as unhealthy and validates it immediately, after Twitch reported a revocation
   * elsewhere.
   */
  revoked(): void;
  /** Predicts whether the sign-in lasts until `until` (epoch milliseconds). */
  forecast(until: number): SignInForecast;
  /**
   * Reports every sign-in and every end of one. The fault is the reason of the end, null when a person signed
   * out.
   */
  onChanged(listener: (account: SignedInAccount | null, reason: Fault | null) => void): Disposable;
}

const accountOf = (token: StoredToken | null): SignedInAccount | null =>
  token && { userId: token.userId, login: token.login, scopes: token.scopes };

class TwitchAuthComponent implements TwitchAuth {
  readonly clientId: string;
  readonly #clock: Clock;
  readonly #scopes: readonly string[];
  readonly #showMs: number;
  readonly #oauth: OAuthClient;
  readonly #keeper: TokenKeeper;
  readonly #listeners = new Emitter<[account: SignedInAccount | null, reason: Fault | null]>();
  #signIn: DeviceSignIn | null = null;
  #upkeep: Upkeep | null = null;
  #onRevoked: (() => void) | null = null;
  #delay: Fault | null = null;

  constructor(options: TwitchAuthOptions) {
    this.clientId = options.clientId.trim();
    this.#clock = options.clock;
    this.#scopes = options.scopes ?? requestedScopes;
    this.#showMs = options.showMs ?? longShowMs;
    this.#oauth = new OAuthClient({
      http: createTwitchHttp(options.clock, options.onTime),
      baseUrl: options.baseUrl ?? twitchAuthUrl,
      clientId: this.clientId,
    });
    this.#keeper = new TokenKeeper({
      clientId: this.clientId,
      oauth: this.#oauth,
      store: options.store,
      clock: options.clock,
      onChanged: (token, reason) => {
        this.#listeners.emit(accountOf(token), reason);
      },
    });
  }

  get account(): SignedInAccount | null {
    return accountOf(this.#keeper.token);
  }

  current(): Promise<Result<TwitchToken, Fault>> {
    return this.#keeper.current();
  }

  replace(refused: string): Promise<Result<TwitchToken, Fault>> {
    return this.#keeper.replace(refused);
  }

  async load(): Promise<Result<SignedInAccount | null, Fault>> {
    const loaded = await this.#keeper.load();
    return loaded.ok ? ok(accountOf(loaded.value)) : loaded;
  }

  async startSignIn(): Promise<Result<DeviceSignIn, Fault>> {
    if (this.clientId === '') return err(clientMissing());
    this.#signIn?.cancel();
    const started = await startDeviceSignIn({
      oauth: this.#oauth,
      keeper: this.#keeper,
      clock: this.#clock,
      scopes: this.#scopes,
    });
    this.#signIn = started.ok ? started.value : null;
    return started;
  }

  async signOut(): Promise<Result<void, Fault>> {
    this.#signIn?.cancel();
    const loaded = await this.#keeper.load();
    // Deleted here first, so that nothing uses the token any more when Twitch revokes it.
    const wiped = await this.#keeper.wipe(null);
    const revoked =
      loaded.ok && loaded.value ? await this.#oauth.revoke(loaded.value.accessToken) : ok(undefined);
    return wiped.ok ? revoked : wiped;
  }

  revoked(): void {
    this.#onRevoked?.();
  }

  onChanged(listener: (account: SignedInAccount | null, reason: Fault | null) => void): Disposable {
    return this.#listeners.on(listener);
  }

  forecast(until: number): SignInForecast {
    const token = this.#keeper.token;
    if (!token) {
      return {
        accessEndsAt: null,
        signInEndsAt: null,
        holds: false,
        message: 'Not signed in to Twitch.',
      };
    }
    const signInEndsAt = token.obtainedAt + refreshLifeMs;
    const delayed = this.#delay !== null && token.expiresAt < until;
    const holds = signInEndsAt > until && !delayed;
    const left = durationInWords(token.expiresAt - this.#clock.now(), 'minutes');
    const message = (() => {
      if (delayed)
        return `The token can’t be renewed right now and expires in ${left}, before the show ends.`;
      if (!holds) return 'The sign-in expires before the show ends. Sign in to Twitch again.';
      return `The token renews automatically within ${left}.`;
    })();
    return { accessEndsAt: token.expiresAt, signInEndsAt, holds, message };
  }

  async initialize(context: ComponentContext): Promise<void> {
    if (this.clientId === '') throw clientMissing();
    const loaded = await this.#keeper.load();
    if (!loaded.ok) throw loaded.error;
    const validated = loaded.value ? await this.#keeper.validate() : err(signedOut());
    if (!validated.ok) {
      if (!validated.error.notSetUp) this.#say(context, 'Authenticated', this.#verdictOf(validated.error));
      throw validated.error;
    }
    this.#delay = null;
    this.#confirm(context);
    let ended = false;
    let revoked = false;
    const end = (fault: Fault): void => {
      if (ended) return;
      ended = true;
      this.#end(context, fault);
    };
    const upkeep = new Upkeep({
      keeper: this.#keeper,
      clock: context.clock,
      random: context.random,
      onGood: () => {
        if (this.#delay) context.events.emit(twitchSignInRenewed({}));
        this.#delay = null;
        revoked = false;
        this.#confirm(context);
      },
      onDelayed: (fault) => {
        this.#delay = fault;
        this.#say(context, 'Renewable', {
          status: 'false',
          severity: 'degraded',
          reason: 'Delayed',
          message: fault.message,
        });
      },
      onOver: end,
    });
    this.#upkeep = upkeep;
    const changes = this.onChanged((account, reason) => {
      if (account === null) end(reason && revoked ? signInRevoked(reason) : (reason ?? signedOut()));
      else this.#confirm(context);
    });
    this.#onRevoked = () => {
      if (ended || revoked) return;
      revoked = true;
      this.#say(context, 'Authenticated', this.#verdictOf(signInRevoked()));
      void upkeep.recheck();
    };
    context.scope.defer('sign-in changes', () => changes[Symbol.dispose]());
    context.scope.use(
      context.clock.setInterval(() => void upkeep.tick(), upkeepTickMs),
      'upkeep',
    );
  }

  cleanup(): void {
    this.#upkeep = null;
    this.#onRevoked = null;
  }

  /** Runs due work first, so that a probe after a sleep validates immediately. */
  async getHealth(): Promise<readonly ConditionInput[]> {
    await this.#upkeep?.tick();
    if (!this.#keeper.token) return [];
    const { holds, message } = this.forecast(this.#clock.now() + this.#showMs);
    return [
      {
        type: 'HoldsForShow',
        status: holds ? 'true' : 'false',
        severity: 'degraded',
        reason: holds ? 'Holds' : 'EndsBefore',
        message,
      },
    ];
  }

  getStatus(): JsonObject {
    const token = this.#keeper.token;
    return {
      account: token?.login ?? null,
      userId: token?.userId ?? null,
      scopes: token?.scopes ?? [],
      accessEndsAt: token?.expiresAt ?? null,
      signInEndsAt: token ? token.obtainedAt + refreshLifeMs : null,
      validatedAt: this.#upkeep?.validatedAt ?? null,
    };
  }

  getFact(): string | null {
    const lifeMs = this.#keeper.lifeMs;
    if (lifeMs === null) return null;
    return lifeMs <= renewBeforeMs
      ? 'Signed in, renewing'
      : `Signed in, renews in ${durationInWords(lifeMs - renewBeforeMs, 'minutes')}`;
  }

  #verdictOf(fault: Fault): Omit<ConditionInput, 'type'> {
    return fault.kind === 'authentication'
      ? {
          status: 'false',
          reason: fault.code === 'twitch.signed-out' ? 'SignedOut' : 'SignInOver',
          message: fault.message,
        }
      : { status: 'unknown', reason: 'NotChecked', message: fault.message };
  }

  #confirm(context: ComponentContext): void {
    const token = this.#keeper.token;
    if (!token) return;
    const missing = this.#scopes.filter((scope) => !token.scopes.includes(scope));
    this.#say(context, 'Authenticated', {
      status: 'true',
      reason: 'Validated',
      message: `Twitch confirmed the sign-in of ${token.login}.`,
    });
    this.#say(context, 'Renewable', {
      status: 'true',
      reason: 'Renewed',
      message: 'The sign-in renews automatically.',
    });
    this.#say(
      context,
      'Permitted',
      missing.length === 0
        ? { status: 'true', reason: 'AllAllowed', message: 'All permissions were allowed.' }
        : {
            status: 'false',
            severity: 'degraded',
            reason: 'ScopesMissing',
            message: `Missing permissions: ${missing.join(', ')}. Sign in again to allow them.`,
          },
    );
  }

  #end(context: ComponentContext, fault: Fault): void {
    this.#say(context, 'Authenticated', this.#verdictOf(fault));
    if (fault.kind === 'authentication')
      context.events.emit(twitchSignedOut({ code: fault.code }, { reason: fault.message }));
    context.fail(fault);
  }

  #say(context: ComponentContext, type: string, condition: Omit<ConditionInput, 'type'>): void {
    context.setCondition({ type, ...condition });
  }
}

/**
 * Creates the sign-in of a Twitch account by device code, as a public client. Each start validates once; the
 * core retries.
 */
export const createTwitchAuth = (options: TwitchAuthOptions): TwitchAuth => new TwitchAuthComponent(options);
