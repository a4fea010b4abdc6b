import { discordComponent, secretNames } from '#main/orchestrators/chat-presence/manifest.ts';
import { obsComponentOf, obsOfPassword } from '#main/orchestrators/studio/manifest.ts';
import { createSecretChange as changeSecrets, type SecretChangeParts } from '#main/settings/index.ts';

/**
 * Returns the bridge that connects with a secret; null for any other secret. Twitch chat is not included: it
 * writes as the signed-in account, and uses a pasted token only while nobody is signed in.
 */
const userOfSecret: SecretChangeParts['userOfSecret'] = (name) => {
  if (name === secretNames.discord) return { id: discordComponent, what: 'token' };
  const obs = obsOfPassword(name);
  return obs === null ? null : { id: obsComponentOf(obs), what: 'password' };
};

/** Stores a new secret and restarts the bridge that connects with it, on trial. */
export const createSecretChange = (parts: Omit<SecretChangeParts, 'userOfSecret'>) =>
  changeSecrets({ ...parts, userOfSecret });
