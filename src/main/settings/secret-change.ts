import type { System } from '#core/index.ts';
import { ok, type Fault, type Result } from '#shared/kernel/index.ts';
import type { Secrets } from './vault/secrets.ts';
import type { SettingsTrial } from './settings-trial.ts';

export interface SecretChangeParts {
  readonly system: Pick<System, 'list' | 'command' | 'notifySettingsChanged'>;
  readonly secrets: Pick<Secrets, 'vault'>;
  readonly trial: Pick<SettingsTrial, 'replaceSecret'>;
  /**
   * Returns the component that connects with a secret, and the kind of secret; null when no connection uses
   * it.
   */
  readonly userOfSecret: (
    name: string,
  ) => { readonly id: string; readonly what: 'password' | 'token' } | null;
  /**
   * True in rehearsal: the bridges use the rehearsal's passwords, and a new secret applies from the next live
   * run.
   */
  readonly rehearsing: boolean;
}

/**
 * Creates the function that stores a new secret and applies it. A component that waits for a secret retries.
 * A component that is connected with the previous secret restarts on trial, so that a wrong secret shows now
 * and not during the next show.
 */
export const createSecretChange = ({
  system,
  secrets,
  trial,
  userOfSecret,
  rehearsing,
}: SecretChangeParts) => {
  /** Notifies every bridge; each knows whether it waits for this secret. */
  const notifyBridges = (): void => {
    for (const { id, kind } of system.list()) if (kind === 'bridge') system.notifySettingsChanged(id);
  };
  /** Returns the component that is connected with a secret now. */
  const connectedUserOf = (name: string): { readonly id: string; readonly title: string } | null => {
    const user = rehearsing ? null : userOfSecret(name);
    const view = system.list().find(({ id, state }) => id === user?.id && state === 'running');
    return user && view ? { id: view.id, title: `the ${view.title} ${user.what}` } : null;
  };
  const store = (name: string, value: string | null): Promise<Result<void, Fault>> =>
    value === null ? secrets.vault.delete(name) : secrets.vault.write(name, value);

  return async (name: string, value: string): Promise<Result<void, Fault>> => {
    const before = await secrets.vault.read(name);
    const stored = await store(name, value);
    if (!stored.ok) return stored;
    const user = connectedUserOf(name);
    // An unreadable secret can be replaced, but cannot be rolled back to.
    if (user !== null && before.ok && before.value !== value) {
      trial.replaceSecret({
        title: user.title,
        users: [user.id],
        rollBack: async () => {
          const restored = await store(name, before.value);
          if (restored.ok) notifyBridges();
          return restored;
        },
      });
      // Not awaited: the bridge shows the outcome.
      void system.command('restart', user.id, { actor: 'settings' });
    }
    notifyBridges();
    return ok(undefined);
  };
};
