import type { Component, ComponentContext, ConditionInput, System } from '#core/index.ts';
import type { DeferredVault } from './deferred-vault.ts';
import type { SecretVault } from './port.ts';

/**
 * The moment at which the vault is opened.
 * - `at-start`: with the component.
 * - `when-asked`: when a secret is first needed, where opening may show a prompt of the system that nobody asked for.
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
      // A warning includes what is wrong, which the two above say already.
      message: (isSound ? warning : null) ?? `Secrets are kept by: ${backend}.`,
    },
  ];
};

const facts = {
  'os-keyring': 'system keyring',
  passphrase: 'passphrase',
  'file-permissions': 'file permissions',
  'session-only': 'this session only',
} as const;

/**
 * The vault as a component: opens it within a time limit, and shows what protects the secrets and what does not. A vault that
 * does not open is a failure of this component alone; it goes on by itself when a late answer comes.
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
      return vault.stage === 'unasked' ? 'not needed yet' : 'not open';
    },
    getStatus: () => ({ stage: vault.stage, ...(vault.stage === 'open' && vault.describe()) }),
  };
};

/** The same promise, given up when the signal aborts: a program that stops does not wait for a keyring. */
const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort));
};

/** Lets the component go on when the vault was opened by a late answer, instead of waiting for a person. */
export const reopenWhenAnswered = (
  vault: DeferredVault,
  system: Pick<System, 'notifySettingsChanged'>,
): Disposable =>
  vault.onChange(() => {
    if (vault.stage === 'open') system.notifySettingsChanged('vault');
  });
