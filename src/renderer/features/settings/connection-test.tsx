import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { connectionTest } from '#shared/catalogue/operations/settings.ts';
import type { ConnectionTest } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { formatSpan } from '../../text/format.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';
import { ForeignText, Lamp, useNow } from '../../ui/index.ts';
import classes from './connection-test.module.css';
import { testWords } from './test-words.ts';

type TestState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly startedAt: number }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'done'; readonly result: ConnectionTest };

const Running = ({ startedAt }: { startedAt: number }) => {
  const elapsed = Math.max(0, useNow() - startedAt);
  return <span className={classes.note}>Trying for {formatSpan(Math.floor(elapsed / 1_000) * 1_000)}</span>;
};

const Result = ({ result: { ok, message, elapsedMs, checks } }: { result: ConnectionTest }) => (
  <div className={classes.result}>
    <p className={classes.verdict}>
      <Lamp level={ok ? 'healthy' : 'unhealthy'} />
      <span>
        <ForeignText>{message}</ForeignText> <span className={classes.note}>{formatSpan(elapsedMs)}</span>
      </span>
    </p>
    <ul className={classes.checks} aria-label="Checks">
      {checks.map((check) => (
        <li key={check.name} className={classes.check}>
          <Lamp level={check.ok ? 'healthy' : 'unhealthy'} />
          <span className={classes.checkName}>
            <ForeignText>{check.name}</ForeignText>
          </span>
          <span className={classes.checkMessage}>
            <ForeignText>{check.message}</ForeignText>
          </span>
        </li>
      ))}
    </ul>
  </div>
);

/** Tries the connection as it is saved, without touching the running one. */
export const ConnectionTestPanel = ({
  target,
  title,
  unsaved,
}: {
  target: string;
  title: string;
  /** Whether there are changes that the test would not see. */
  unsaved: boolean;
}) => {
  const client = useClient();
  const { clock } = useStores();
  const [state, setState] = useState<TestState>({ status: 'idle' });
  const words = testWords(target, title);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setState({ status: 'running', startedAt: clock.now() });
    try {
      const { result } = await runOperation(client, connectionTest, { target }, { signal });
      if (!signal.aborted) setState({ status: 'done', result });
    } catch (thrown) {
      if (!signal.aborted) setState({ status: 'failed', message: describeFailure(thrown).message });
    }
  };
  const cancel = (): void => {
    running.current?.abort();
    setState({ status: 'cancelled' });
  };

  return (
    <section className={classes.test} aria-label={`Test of ${title}`}>
      <div className={classes.line}>
        {state.status === 'running' ? (
          <>
            <Button onClick={cancel}>Cancel the test</Button>
            <Running startedAt={state.startedAt} />
          </>
        ) : (
          <>
            <Button
              leftSection={<IconPlugConnected size={16} stroke={1.5} aria-hidden="true" />}
              onClick={() => void start()}
            >
              {words.button}
            </Button>
            <span className={classes.note}>
              {unsaved ? 'Tries what is saved. Save your changes first to try them.' : words.note}
            </span>
          </>
        )}
      </div>
      <output>
        {state.status === 'done' && <Result result={state.result} />}
        {state.status === 'failed' && (
          <p className={classes.failure}>
            <ForeignText>{state.message}</ForeignText>
          </p>
        )}
        {state.status === 'cancelled' && <p className={classes.note}>The test was cancelled.</p>}
      </output>
    </section>
  );
};
