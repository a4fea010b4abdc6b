export { wantedScopes } from './scopes.ts';
export type { DeviceSignIn } from './device-sign-in.ts';
export type { SignedInAccount, TokenStore } from './token-store.ts';
export { parseStoredToken, storedTokenSchema, type StoredToken } from './token-store.ts';
export {
  createTwitchAuth,
  twitchAuthUrl,
  type SignInForecast,
  type TwitchAuth,
  type TwitchAuthOptions,
} from './twitch-auth.ts';
