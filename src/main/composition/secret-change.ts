import { createSecretChange as changeSecrets, type SecretChangeParts } from '#main/settings/index.ts';
import { bridgeOfSecret } from './bridge-maker.ts';

/** Stores a new secret and restarts the bridge that is connected by it, on trial. */
export const createSecretChange = (parts: Omit<SecretChangeParts, 'userOfSecret'>) =>
  changeSecrets({ ...parts, userOfSecret: bridgeOfSecret });
