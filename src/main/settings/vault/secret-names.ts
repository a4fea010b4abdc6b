import { Fault, type Result, err, ok } from '#shared/kernel/index.ts';

/** The same rule as the contract has, which this room does not know. */
const secretName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const maxNameLength = 80;
/** Most characters of one secret; tokens have a few hundred. */
const maxSecretLength = 4_096;

/** Refuses a name or a value that cannot be kept. The value is never repeated. */
export const checkSecret = (name: string, value: string): Result<void, Fault> => {
  if (name.length > maxNameLength || !secretName.test(name)) {
    return err(
      new Fault('vault.invalid-name', 'A secret’s name consists of lower-case words joined by "-".', {
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
