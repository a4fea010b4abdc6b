export {
  chooseChatAccount,
  describeChatAccount,
  pastedInSettings,
  type ChatAccount,
  type PastedAccount,
} from './chat-account.ts';
export { followTwitchAccount } from './follow-account.ts';
export { requestedScopes as wantedScopes } from './scopes.ts';
export { TwitchAccount, type SignInPlace } from './twitch-account.ts';
export { createSessionTokenStore, createVaultTokenStore } from './vault-token-store.ts';
