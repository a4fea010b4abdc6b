import { discordComponent, secretNames } from '#main/orchestrators/chat-presence/manifest.ts';
import { obsComponentOf, obsOfPassword } from '#main/orchestrators/studio/manifest.ts';
import { createSecretChange as changeSecrets, type SecretChangeParts } from '#main/settings/index.ts';

/**
 * Returns the bridge that is connected by a secret; null for a secret that no bridge holds on to. Twitch chat writes as whoever
 * signed in, and uses a pasted token only while nobody did: it is not one of them.
 */
const userOfSecret: SecretChangeParts['userOfSecret'] = (name) => {
  if (name === secretNames.discord) return { id: discordComponent, what: 'token' };
  const obs = obsOfPassword(name);
  return obs === null ? null : { id: obsComponentOf(obs), what: 'password' };
};

/** Stores a new secret and restarts the bridge that is connected by it, on trial. */
export const createSecretChange = (parts: Omit<SecretChangeParts, 'userOfSecret'>) =>
  changeSecrets({ ...parts, userOfSecret });
