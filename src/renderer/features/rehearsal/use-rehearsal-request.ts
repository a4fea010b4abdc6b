import { useState } from 'react';
import { describeFailure } from '../../client/failure.ts';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { useStores } from '../../stores/stores-context.tsx';

export interface RehearsalRequest {
  /** Whether the host was asked and has not answered yet. */
  readonly asking: boolean;
  /** Why the last request was refused; null after one that was not. */
  readonly refusal: string | null;
  /** Asks the host. `done` is told, and spoken by readers, when it agreed. */
  readonly ask: (request: (client: CuelightClient['rehearsal']) => Promise<unknown>, done?: string) => void;
}

/** One thing after another that is asked of the rehearsal, with its refusal in words where it was asked. */
export const useRehearsalRequest = (): RehearsalRequest => {
  const { client, notices } = useStores();
  const [state, setState] = useState<Pick<RehearsalRequest, 'asking' | 'refusal'>>({
    asking: false,
    refusal: null,
  });
  const run = async (...[request, done]: Parameters<RehearsalRequest['ask']>): Promise<void> => {
    setState({ asking: true, refusal: null });
    try {
      await request(client.rehearsal);
      setState({ asking: false, refusal: null });
      if (done !== undefined) notices.getState().show('neutral', done);
    } catch (thrown) {
      setState({ asking: false, refusal: describeFailure(thrown).message });
    }
  };
  return { ...state, ask: (request, done) => void run(request, done) };
};
