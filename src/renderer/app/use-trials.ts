import { useEffect, useRef, useState } from 'react';
import { connectionTest } from '#shared/catalogue/operations/settings.ts';
import { describeFailure } from '../client/failure.ts';
import { runOperation } from '../client/run-operation.ts';
import { useClient } from '../stores/stores-context.tsx';

/** The state of one connection test. */
export type Trial =
  | { readonly status: 'trying' }
  | { readonly status: 'tried'; readonly ok: boolean; readonly message: string };

/**
 * Tests connections with the saved settings, all at once and without touching the running ones. Stops with
 * the view.
 */
export const useTrials = (): {
  readonly trials: ReadonlyMap<string, Trial>;
  readonly trying: boolean;
  readonly tryAll: (targets: readonly string[]) => Promise<void>;
} => {
  const client = useClient();
  const [trials, setTrials] = useState<ReadonlyMap<string, Trial>>(new Map());
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const tryOne = async (target: string, signal: AbortSignal): Promise<void> => {
    const note = (trial: Trial): void => {
      if (!signal.aborted) setTrials((known) => new Map(known).set(target, trial));
    };
    note({ status: 'trying' });
    try {
      const { result } = await runOperation(client, connectionTest, { target }, { signal });
      note({ status: 'tried', ok: result.ok, message: result.message });
    } catch (thrown) {
      note({ status: 'tried', ok: false, message: describeFailure(thrown).message });
    }
  };
  return {
    trials,
    trying: [...trials.values()].some(({ status }) => status === 'trying'),
    tryAll: async (targets) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      await Promise.all(targets.map((target) => tryOne(target, signal)));
    },
  };
};
