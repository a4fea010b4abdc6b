import { useState } from 'react';
import type { AnyOperation, InputOf } from '#shared/catalogue/operations/define.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useStores } from '../../stores/stores-context.tsx';

export interface RehearsalRequest {
  /** Whether the host was asked and has not answered yet. */
  readonly asking: boolean;
  /** Why the last request was refused; null after one that was not. */
  readonly refusal: string | null;
  /** Asks the host. `done` is told, and spoken by readers, when it agreed. */
  readonly ask: <TOperation extends AnyOperation>(
    operation: TOperation,
    input: InputOf<TOperation>,
    done?: string,
  ) => void;
}

/** One thing after another that is asked of the rehearsal, with its refusal in words where it was asked. */
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
