import { useState } from 'react';
import type { AnyOperation, InputOf } from '#shared/catalogue/operations/define.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useStores } from '../../stores/stores-context.tsx';

export interface RehearsalRequest {
  /** True from a request until its answer. */
  readonly asking: boolean;
  /** Reason why the last request was refused; null after one that succeeded. */
  readonly refusal: string | null;
  /**
   * Sends a request to the host. Shows `done` as a notice, which screen readers announce, when it succeeds.
   */
  readonly ask: <TOperation extends AnyOperation>(
    operation: TOperation,
    input: InputOf<TOperation>,
    done?: string,
  ) => void;
}

/** Sends requests to the rehearsal. A refusal is shown beside the control that sent the request. */
export const useRehearsalRequest = (): RehearsalRequest => {
  const { client, notices } = useStores();
  const [state, setState] = useState<Pick<RehearsalRequest, 'asking' | 'refusal'>>({
    asking: false,
    refusal: null,
  });
  const run = async (...[operation, input, done]: Parameters<RehearsalRequest['ask']>): Promise<void> => {
    setState({ asking: true, refusal: null });
    try {
      await runOperation(client, operation, input);
      setState({ asking: false, refusal: null });
      if (done !== undefined) notices.getState().show('neutral', done);
    } catch (thrown) {
      setState({ asking: false, refusal: describeFailure(thrown).message });
    }
  };
  return { ...state, ask: (operation, input, done) => void run(operation, input, done) };
};
