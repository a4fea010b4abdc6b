import type { System } from '#core/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { Secrets } from './vault/secrets.ts';
import type { SettingsTrial } from './settings-trial.ts';

export interface SecretChangeParts {
  readonly system: Pick<System, 'list' | 'command' | 'notifySettingsChanged'>;
  readonly secrets: Pick<Secrets, 'vault'>;
  readonly trial: Pick<SettingsTrial, 'secretReplaced'>;
  /** The component that is connected by a secret, and what the secret is to it; null for one that nobody holds on to. */
  readonly userOfSecret: (
    name: string,
  ) => { readonly id: string; readonly what: 'password' | 'token' } | null;
  /** Then the bridges have the passwords of the rehearsal, and what is put in waits for the next live run. */
  readonly rehearsing: boolean;
}

/**
 * Keeps a new secret and takes it to who uses it: who waits for one is tried again, and who is connected by the one from before
 * begins anew, on trial, so that a wrong one shows now and not in the middle of the next show.
 */
export const createSecretChange = ({
  system,
  secrets,
  trial,
  userOfSecret,
  rehearsing,
}: SecretChangeParts) => {
  /** Which one waits for this very secret, its own state tells. */
  const wake = (): void => {
    for (const { id, kind } of system.list()) if (kind === 'bridge') system.notifySettingsChanged(id);
  };
  /** Who is connected by a secret now. */
  const userOf = (name: string): { readonly id: string; readonly title: string } | null => {
    const user = rehearsing ? null : userOfSecret(name);
    const view = system.list().find(({ id, state }) => id === user?.id && state === 'running');
    return user && view ? { id: view.id, title: `the ${view.title} ${user.what}` } : null;
  };
  const keep = (name: string, value: string | null): Promise<Result<void, Fault>> =>
    value === null ? secrets.vault.delete(name) : secrets.vault.write(name, value);

  return async (name: string, value: string): Promise<Result<void, Fault>> => {
    const before = await secrets.vault.read(name);
    const kept = await keep(name, value);
    if (!kept.ok) return kept;
    const user = userOf(name);
    // One that cannot be read can be replaced, and there is nothing to return to.
    if (user !== null && before.ok && before.value !== value) {
      trial.secretReplaced({
        title: user.title,
        users: [user.id],
        rollBack: async () => {
          const returned = await keep(name, before.value);
          if (returned.ok) wake();
          return returned;
        },
      });
      // Not waited for: how it goes on shows on the bridge.
      void system.command('restart', user.id, { actor: 'settings' });
    }
    wake();
    return ok(undefined);
  };
};
