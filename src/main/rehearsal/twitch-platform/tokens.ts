import type { Clock, IdSource, RandomSource } from '#shared/kernel/index.ts';
import type { PlatformUser } from './platform-world.ts';

export interface IssuedToken {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: PlatformUser;
  readonly scopes: readonly string[];
  expiresAt: number;
  accessVoid: boolean;
  refreshVoid: boolean;
}

export interface DeviceGrant {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  state: 'pending' | 'approved' | 'denied' | 'used';
  lastPolledAt: number | null;
}

/** About four hours, as observed with Twitch. */
const accessTokenSeconds = 14_500;
export const deviceCodeSeconds = 1_800;
export const pollIntervalSeconds = 5;

/** The issued tokens and device codes. Refresh tokens work once, as for a public client. */
export class TokenStore {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #ids: IdSource;
  readonly #allowAfterMs: number | null;
  readonly issued: IssuedToken[] = [];
  readonly grants: DeviceGrant[] = [];
  /** Number of refresh requests, successful or not. */
  refreshes = 0;

  constructor(options: {
    readonly clock: Clock;
    readonly random: RandomSource;
    readonly ids: IdSource;
    /** Milliseconds until a code is approved automatically; null when a person must approve it. */
    readonly allowAfterMs?: number | null;
  }) {
    this.#clock = options.clock;
    this.#allowAfterMs = options.allowAfterMs ?? null;
    this.#random = options.random;
    this.#ids = options.ids;
  }

  issue(user: PlatformUser, scopes: readonly string[]): IssuedToken {
    const token: IssuedToken = {
      accessToken: this.#letters(30),
      refreshToken: this.#letters(50),
      user,
      scopes,
      expiresAt: this.#clock.now() + accessTokenSeconds * 1_000,
      accessVoid: false,
      refreshVoid: false,
    };
    this.issued.push(token);
    return token;
  }

  /** Returns the issued token; null when it is unknown, invalid or expired. */
  find(accessToken: string): IssuedToken | null {
    const token = this.issued.find((each) => each.accessToken === accessToken);
    return token && !token.accessVoid && token.expiresAt > this.#clock.now() ? token : null;
  }

  /** Returns a new pair of tokens and uses up the refresh token. Null when the refresh token is not valid. */
  refresh(refreshToken: string): IssuedToken | null {
    this.refreshes += 1;
    const token = this.issued.find((each) => each.refreshToken === refreshToken);
    if (!token || token.refreshVoid) return null;
    token.refreshVoid = true;
    return this.issue(token.user, token.scopes);
  }

  openGrant(scopes: readonly string[]): DeviceGrant {
    const grant: DeviceGrant = {
      deviceCode: `device-${this.#ids.next()}`,
      userCode: this.#letters(8).toUpperCase(),
      scopes,
      expiresAt: this.#clock.now() + deviceCodeSeconds * 1_000,
      state: 'pending',
      lastPolledAt: null,
    };
    this.grants.push(grant);
    return grant;
  }

  /** Returns the code of this device, approved automatically if due; null when there is none. */
  grantOf(deviceCode: string | null): DeviceGrant | null {
    const grant = this.grants.find((each) => each.deviceCode === deviceCode);
    if (!grant) return null;
    const openedAt = grant.expiresAt - deviceCodeSeconds * 1_000;
    if (this.#allowAfterMs !== null && this.#clock.now() - openedAt >= this.#allowAfterMs)
      if (grant.state === 'pending') grant.state = 'approved';
    return grant;
  }

  secondsLeft(token: IssuedToken): number {
    return Math.max(0, Math.round((token.expiresAt - this.#clock.now()) / 1_000));
  }

  #letters(length: number): string {
    return Array.from({ length }, () => Math.floor(this.#random.next() * 36).toString(36)).join('');
  }
}
