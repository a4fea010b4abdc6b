import type { Component, ComponentContext, ConditionInput, System } from '#core/index.ts';
import type { DeferredVault } from './deferred-vault.ts';
import type { SecretVault } from './port.ts';

/**
 * The time of opening the vault.
 * - `at-start`: when the component starts.
 * - `when-asked`: when a secret is first needed, where opening may show an unexpected prompt of the system.
 */
export type VaultOpening = 'at-start' | 'when-asked';

const conditionsOf = (vault: SecretVault): readonly ConditionInput[] => {
  const { locked, damage } = vault.trouble();
  const { protection, backend, warning } = vault.describe();
  const lasting = protection !== 'session-only';
  const isSound = locked === null && damage === null;
  return [
    {
      type: 'Open',
      status: locked === null ? 'true' : 'false',
      severity: 'degraded',
      reason: locked === null ? 'Open' : 'Locked',
      message: locked ?? 'The stored secrets can be read.',
    },
    {
      type: 'Intact',
      status: damage === null ? 'true' : 'false',
      severity: 'degraded',
      reason: damage === null ? 'NothingLost' : 'SecretsLost',
      message: damage ?? 'No stored secret is lost.',
    },
    {
      type: 'Lasting',
      status: lasting ? 'true' : 'false',
      severity: 'degraded',
      reason: lasting ? 'Kept' : 'SessionOnly',
      // The warning would repeat the problems of the two conditions above.
      message: (isSound ? warning : null) ?? `Secrets are stored in: ${backend}.`,
    },
  ];
};

const facts = {
  'os-keyring': 'Stored in the system keyring',
  passphrase: 'Protected by a passphrase',
  'file-permissions': 'Stored in a local file',
  'session-only': 'Kept for this session only',
} as const;

/**
 * Creates the component that opens the vault within a time limit and shows the protection of the secrets. A
 * vault that does not open fails only this component, which recovers when a late answer arrives.
 */
export const createVaultComponent = (vault: DeferredVault, opening: VaultOpening): Component => {
  const watch = (context: ComponentContext): void => {
    const changed = vault.onChange(() => {
      if (vault.stage === 'closed' && vault.fault) context.fail(vault.fault);
      if (vault.stage !== 'open') return;
      for (const condition of conditionsOf(vault)) context.setCondition(condition);
    });
    context.scope.use(changed, 'vault');
  };
  return {
    initialize: async (context) => {
      if (opening === 'at-start' || vault.stage !== 'unasked') {
        const opened = await untilAborted(vault.open(), context.signal);
        if (!opened.ok) throw opened.error;
      }
      watch(context);
    },
    getHealth: () => (vault.stage === 'open' ? conditionsOf(vault) : []),
    getFact: () => {
      if (vault.stage === 'open') return facts[vault.describe().protection];
      return vault.stage === 'unasked' ? 'Not needed yet' : 'Not open';
    },
    getStatus: () => ({ stage: vault.stage, ...(vault.stage === 'open' && vault.describe()) }),
  };
};

/**
 * Rejects when the signal aborts before the promise settles: a stopping program does not wait for a keyring.
 */
const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** Restarts the component when a late answer opened the vault, so that no person has to. */
export const reopenWhenAnswered = (
  vault: DeferredVault,
  system: Pick<System, 'notifySettingsChanged'>,
): Disposable =>
  vault.onChange(() => {
    if (vault.stage === 'open') system.notifySettingsChanged('vault');
  });
