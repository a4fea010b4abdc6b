import type { Clock } from '#shared/kernel/index.ts';
import type { PlatformSwitches } from './platform-server-faults.ts';
import { deviceCodeSeconds, pollIntervalSeconds, type IssuedToken, type TokenStore } from './tokens.ts';
import type { PlatformUser } from './platform-world.ts';

export interface PlatformAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface OAuthWorld {
  readonly clock: Clock;
  readonly clientId: string;
  readonly tokens: TokenStore;
  readonly switches: PlatformSwitches;
  /** The account that approves on the activation page. */
  readonly account: PlatformUser;
  readonly siteUrl: string;
  readonly onRevoked: () => void;
}

const refused = (status: number, message: string): PlatformAnswer => ({ status, body: { status, message } });

const pairOf = (world: OAuthWorld, token: IssuedToken): PlatformAnswer => ({
  status: 200,
  body: {
    access_token: token.accessToken,
    expires_in: world.tokens.secondsLeft(token),
    refresh_token: token.refreshToken,
    scope: token.scopes,
    token_type: 'bearer',
  },
});

const openDevice = (world: OAuthWorld, form: URLSearchParams): PlatformAnswer => {
  const scopes = (form.get('scopes') ?? '').split(' ').filter((scope) => scope !== '');
  const grant = world.tokens.openGrant(scopes);
  return {
    status: 200,
    body: {
      device_code: grant.deviceCode,
      expires_in: deviceCodeSeconds,
      interval: pollIntervalSeconds,
      user_code: grant.userCode,
      verification_uri: `${world.siteUrl}/activate?public=true&device-code=${grant.userCode}`,
    },
  };
};

const pollDevice = (world: OAuthWorld, form: URLSearchParams): PlatformAnswer => {
  const grant = world.tokens.grantOf(form.get('device_code'));
  if (!grant || grant.state === 'used') return refused(400, 'invalid device code');
  const now = world.clock.now();
  if (grant.expiresAt <= now) return refused(400, 'expired_token');
  grant.lastPolledAt = now;
  if (world.switches.slowDownPolls > 0) {
    world.switches.slowDownPolls -= 1;
    return refused(400, 'slow_down');
  }
  if (grant.state === 'pending') return refused(400, 'authorization_pending');
  if (grant.state === 'denied') return refused(400, 'access_denied');
  grant.state = 'used';
  return pairOf(world, world.tokens.issue(world.account, grant.scopes));
};

const refresh = (world: OAuthWorld, form: URLSearchParams): PlatformAnswer => {
  if (form.has('client_secret')) return refused(403, 'invalid client secret');
  const token = world.tokens.refresh(form.get('refresh_token') ?? '');
  return token ? pairOf(world, token) : refused(400, 'Invalid refresh token');
};

const validate = (world: OAuthWorld, authorization: string): PlatformAnswer => {
  if (world.switches.failValidation !== null)
    return refused(world.switches.failValidation, 'invalid access token');
  const token = world.tokens.find(authorization.replace(/^(?:OAuth|Bearer) /i, ''));
  if (!token) return refused(401, 'invalid access token');
  return {
    status: 200,
    body: {
      client_id: world.clientId,
      login: token.user.login,
      scopes: token.scopes,
      user_id: token.user.id,
      expires_in: world.tokens.secondsLeft(token),
    },
  };
};

/** Answers requests under `id` as Twitch's `/oauth2/` server does. */
export const answerOAuth = (
  world: OAuthWorld,
  request: {
    readonly method: string;
    readonly path: string;
    readonly authorization: string;
    readonly body: string;
  },
): PlatformAnswer => {
  const form = new URLSearchParams(request.body);
  const route = `${request.method} ${request.path}`;
  if (route === 'GET validate') return validate(world, request.authorization);
  if (request.method === 'POST' && form.get('client_id') !== world.clientId)
    return refused(400, 'invalid client');
  switch (route) {
    case 'POST device':
      return openDevice(world, form);
    case 'POST token': {
      if (world.switches.failTokens !== null)
        return refused(world.switches.failTokens, 'Internal Server Error');
      const grantType = form.get('grant_type') ?? '';
      if (grantType === 'refresh_token') return refresh(world, form);
      if (grantType === 'urn:ietf:params:oauth:grant-type:device_code') return pollDevice(world, form);
      return refused(400, 'missing or unknown grant_type');
    }
    case 'POST revoke': {
      const token = world.tokens.find(form.get('token') ?? '');
      if (!token) return refused(400, 'Invalid token');
      token.accessVoid = true;
      token.refreshVoid = true;
      world.onRevoked();
      return { status: 200, body: null };
    }
    default:
      return refused(404, 'not found');
  }
};
