import type { Component, ComponentContext, ConditionInput } from '#core/index.ts';
import { err, Fault, ok, type Clock, type JsonObject, type Result, Emitter } from '#shared/kernel/index.ts';
import { createTwitchAuth, type TwitchAuth } from './twitch-auth.ts';
import type { DeviceSignIn } from './device-sign-in.ts';
import type { SignedInAccount, TokenStore } from './token-store.ts';
import type { TwitchToken, TwitchTokens } from '../ports/index.ts';

/** The client id and the store of a sign-in. */
export interface SignInPlace {
  /** Empty while none is set. */
  readonly clientId: string;
  /** The `oauth2` address; Twitch's own by default. */
  readonly authUrl?: string;
  readonly openStore: () => TokenStore;
}

/** One sign-in by device code, from its code to its outcome. */
export interface SignInAttempt {
  readonly state: 'waiting' | 'done' | 'expired' | 'refused' | 'cancelled' | 'failed';
  /** The code to enter at the address. */
  readonly userCode: string;
  readonly verificationUri: string;
  /** Expiry of the code, epoch milliseconds. */
  readonly expiresAt: number;
  /** The current state as a sentence. */
  readonly message: string;
  /** True while Twitch doesn't answer; the code stays valid. */
  readonly troubled: boolean;
}

/** Receives every sign-in and every end of one, including simulated sign-ins. */
export type AccountListener = (account: SignedInAccount | null, reason: Fault | null) => void;

/**
 * The only Twitch account of the program: the component that maintains the sign-in, the source of tokens for
 * the bridges, and the sign-in flow. All methods work whether or not the component runs.
 */
export class TwitchAccount implements Component, TwitchTokens {
  readonly #place: () => SignInPlace;
  readonly #clock: Clock;
  readonly #onTime: ((at: number) => void) | undefined;
  readonly #listeners = new Emitter<Parameters<AccountListener>>();
  #made: { readonly key: string; readonly auth: TwitchAuth; readonly listening: Disposable } | null = null;
  #code: DeviceSignIn | null = null;
  #attempt: SignInAttempt | null = null;
  #chatToken: string | null = null;

  /** `place` throws a fault while no sign-in is possible, such as while the rehearsal is stopped. */
  constructor(place: () => SignInPlace, clock: Clock, onTime?: (at: number) => void) {
    this.#place = place;
    this.#clock = clock;
    this.#onTime = onTime;
  }

  get clientId(): string {
    return this.#made?.auth.clientId ?? '';
  }

  /** The signed-in account, as far as it is known without a request; see {@link load}. */
  get account(): SignedInAccount | null {
    return this.#made?.auth.account ?? null;
  }

  onChanged(listener: AccountListener): Disposable {
    return this.#listeners.on(listener);
  }

  /**
   * Returns the stored account; null when not signed in or when the store can't be read. Sends no request to
   * Twitch.
   */
  async load(): Promise<SignedInAccount | null> {
    const auth = this.#auth();
    if (!auth.ok || auth.value.clientId === '') return null;
    const loaded = await auth.value.load();
    return loaded.ok ? loaded.value : null;
  }

  async current(): Promise<Result<TwitchToken, Fault>> {
    const auth = this.#auth();
    return auth.ok ? await auth.value.current() : auth;
  }

  async replace(refused: string): Promise<Result<TwitchToken, Fault>> {
    const auth = this.#auth();
    return auth.ok ? await auth.value.replace(refused) : auth;
  }

  /**
   * Returns the token for the chat sign-in and remembers it, because chat refuses a token without naming it.
   */
  async chatToken(): Promise<Result<TwitchToken, Fault>> {
    const token = await this.current();
    this.#chatToken = token.ok ? token.value.accessToken : null;
    return token;
  }

  /**
   * Handles chat's refusal of the token from {@link chatToken}. Resolves with true when there is another
   * token to try.
   */
  async renewChatToken(): Promise<boolean> {
    const refused = this.#chatToken;
    if (refused === null) return false;
    const renewed = await this.replace(refused);
    return renewed.ok && renewed.value.accessToken !== refused;
  }

  /** The current or last sign-in; null before the first. */
  get attempt(): SignInAttempt | null {
    const trouble = this.#code?.trouble ?? null;
    return this.#attempt?.state === 'waiting' && trouble
      ? { ...this.#attempt, message: trouble.message, troubled: true }
      : this.#attempt;
  }

  /** Predicts how long the sign-in lasts, seen from a future time; null while that is unknown. */
  forecast(until: number): ReturnType<TwitchAuth['forecast']> | null {
    return this.#made?.auth.account ? this.#made.auth.forecast(until) : null;
  }

  /** Requests a code from Twitch and waits in the background for the person. Cancels an earlier sign-in. */
  async beginSignIn(): Promise<Result<void, Fault>> {
    const auth = this.#auth();
    if (!auth.ok) return auth;
    const started = await auth.value.startSignIn();
    if (!started.ok) return started;
    const code = started.value;
    this.#code = code;
    this.#attempt = {
      state: 'waiting',
      userCode: code.userCode,
      verificationUri: code.verificationUri,
      expiresAt: code.expiresAt,
      message: 'Waiting for you to enter the code at Twitch.',
      troubled: false,
    };
    void code.finished.then((result) => this.#settle(code, result));
    return ok(undefined);
  }

  /** Marks the sign-in as revoked after a report from Twitch, and validates it immediately. */
  revoked(): void {
    this.#made?.auth.revoked();
  }

  cancelSignIn(): void {
    this.#code?.cancel();
  }

  async signOut(): Promise<Result<void, Fault>> {
    const auth = this.#auth();
    if (!auth.ok) return auth;
    this.#attempt = null;
    this.#code = null;
    return auth.value.signOut();
  }

  async initialize(context: ComponentContext): Promise<void> {
    const auth = this.#auth();
    if (!auth.ok) throw auth.error;
    await auth.value.initialize?.(context);
  }

  cleanup(context: ComponentContext): void {
    void this.#made?.auth.cleanup?.(context);
  }

  getStatus(): JsonObject {
    return this.#made?.auth.getStatus?.() ?? {};
  }

  async getHealth(signal: AbortSignal): Promise<readonly ConditionInput[]> {
    return (await this.#made?.auth.getHealth?.(signal)) ?? [];
  }

  getFact(): string | null {
    return this.#made?.auth.getFact?.() ?? null;
  }

  /** Returns the sign-in of the current client id, created again when the client id has changed. */
  #auth(): Result<TwitchAuth, Fault> {
    let place: SignInPlace;
    try {
      place = this.#place();
    } catch (thrown) {
      return err(Fault.from(thrown, 'twitch.no-sign-in'));
    }
    const key = JSON.stringify([place.clientId, place.authUrl]);
    if (this.#made?.key === key) return ok(this.#made.auth);
    this.#code?.cancel();
    this.#made?.listening[Symbol.dispose]();
    const auth = createTwitchAuth({
      clientId: place.clientId,
      store: place.openStore(),
      clock: this.#clock,
      ...(place.authUrl !== undefined && { baseUrl: place.authUrl }),
      ...(this.#onTime && { onTime: this.#onTime }),
    });
    const listening = auth.onChanged((account, reason) => this.#listeners.emit(account, reason));
    this.#made = { key, auth, listening };
    return ok(auth);
  }

  #settle(code: DeviceSignIn, result: Awaited<DeviceSignIn['finished']>): void {
    if (this.#code !== code || !this.#attempt) return;
    this.#code = null;
    const states: Readonly<Record<string, SignInAttempt['state']>> = {
      'twitch.code-expired': 'expired',
      'twitch.sign-in-denied': 'refused',
      'twitch.sign-in-cancelled': 'cancelled',
    };
    this.#attempt = {
      ...this.#attempt,
      troubled: false,
      ...(result.ok
        ? { state: 'done', message: `Signed in as ${result.value.login}.` }
        : { state: states[result.error.code] ?? 'failed', message: result.error.message }),
    };
  }
}
