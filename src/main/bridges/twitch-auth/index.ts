export { wantedScopes } from './scopes.ts';
export type { DeviceSignIn } from './device-sign-in.ts';
export type { SignedInAccount, TokenStore } from './token-store.ts';
export { storedTokenSchema, type StoredToken } from './token-store.ts';
export {
  createTwitchAuth,
  type SignInForecast,
  type TwitchAuth,
  type TwitchAuthOptions,
} from './twitch-auth.ts';
