import { useState } from 'react';
import { describeFailure } from '../../../client/failure.ts';

/** Runs the work of a button. Says whether it is running, and why the last run failed. */
export const useWork = (): {
  readonly busy: boolean;
  readonly failure: string | null;
  readonly run: (work: () => Promise<void>) => Promise<void>;
} => {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure(describeFailure(thrown).message);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, run };
};
