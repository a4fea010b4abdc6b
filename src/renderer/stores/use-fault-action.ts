import { clockConfirm } from '#shared/catalogue/operations/program.ts';
import { rehearsalClearFaults } from '#shared/catalogue/operations/rehearsal.ts';
import { useCallback } from 'react';
import { componentProbe } from '#shared/catalogue/operations/components.ts';
import type { FaultAction } from '#shared/kernel/fault.ts';
import { describeFailure } from '../client/failure.ts';
import { runOperation } from '../client/run-operation.ts';
import { useStores } from './stores-context.tsx';

/** An action as received from the host. */
type OfferedAction = Pick<FaultAction, 'kind' | 'label'> & { readonly target?: string | undefined };

/**
 * Returns a function that runs the action of a fault or the verdict. `fallbackTarget` is the component beside
 * the action.
 */
export const useFaultAction = (): ((
  action: OfferedAction,
  fallbackTarget: string | null,
) => Promise<void>) => {
  const { client, commands, navigation, notices } = useStores();
  return useCallback(
    async (action, fallbackTarget) => {
      const target = action.target ?? fallbackTarget;
      switch (action.kind) {
        case 'open-settings':
        case 'sign-in':
          navigation.getState().goTo('settings', target === null ? {} : { section: target });
          return;
        case 'start-component':
          if (target !== null) await commands.getState().request('start', target);
          return;
        case 'retry':
          if (target === null) return;
          try {
            const { result, message } = await runOperation(client, componentProbe, { id: target });
            const passed = result.conditions.every(({ status }) => status === 'true');
            notices.getState().show(passed ? 'good' : 'bad', `${target}: ${message ?? 'checked'}`);
          } catch (thrown) {
            notices.getState().show('bad', describeFailure(thrown).message);
          }
          return;
        case 'confirm-clock':
          try {
            const { message } = (await runOperation(client, clockConfirm, {})).result;
            notices.getState().show('good', message);
          } catch (thrown) {
            notices.getState().show('bad', describeFailure(thrown).message);
          }
          return;
        case 'end-drill':
          try {
            await runOperation(client, rehearsalClearFaults, target === null ? {} : { id: target });
            notices.getState().show('good', 'Drill ended. Reconnecting…');
          } catch (thrown) {
            notices.getState().show('bad', describeFailure(thrown).message);
          }
          return;
        case 'read-docs':
          if (target !== null) window.open(target, '_blank', 'noopener');
      }
    },
    [client, commands, navigation, notices],
  );
};
