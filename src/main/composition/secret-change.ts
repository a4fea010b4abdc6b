import { createSecretChange as changeSecrets, type SecretChangeParts } from '#main/settings/index.ts';
import { bridgeOfSecret } from './bridge-maker.ts';

/** Takes a new secret to the bridge that is connected by it. */
export const createSecretChange = (parts: Omit<SecretChangeParts, 'userOfSecret'>) =>
  changeSecrets({ ...parts, userOfSecret: bridgeOfSecret });
