import { Fault, type Result, err, ok } from '#shared/kernel/index.ts';

/** The rule of the contract, which this folder cannot import. */
const secretName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const maxNameLength = 80;
/** Maximum of characters of a secret; tokens have a few hundred. */
const maxSecretLength = 4_096;

/** Validates the name and the value of a secret. The fault never contains the value. */
export const checkSecret = (name: string, value: string): Result<void, Fault> => {
  if (name.length > maxNameLength || !secretName.test(name)) {
    return err(
      new Fault('vault.invalid-name', 'The name of a secret must be lower-case words joined by "-".', {
        kind: 'configuration',
      }),
    );
  }
  if (value === '' || value.length > maxSecretLength) {
    return err(
      new Fault('vault.invalid-value', `The secret "${name}" must have 1 to ${maxSecretLength} characters.`, {
        kind: 'configuration',
      }),
    );
  }
  return ok(undefined);
};
