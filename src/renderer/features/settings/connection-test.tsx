import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { connectionTest } from '#shared/catalogue/operations/settings.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { ConnectionTest } from '#shared/model/index.ts';
import { describeFailure } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { formatSpan } from '../../text/format.ts';
import { useClient, useStores } from '../../stores/stores-context.tsx';
import { ForeignText, Lamp, useNow } from '../../ui/index.ts';
import classes from './connection-test.module.css';
import { testWords } from './test-words.ts';

const texts = {
  checks: 'Checks',
  cancel: 'Cancel test',
  cancelled: 'Test cancelled.',
  unsaved: 'Tests the saved settings. Save your changes to test them.',
  running: (ms: number) => `Testing for ${formatSpan(Math.floor(ms / 1_000) * 1_000)}`,
  label: (title: string) => `Test of ${isolate(title)}`,
} as const;

type TestState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly startedAt: number }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'done'; readonly result: ConnectionTest };

const Running = ({ startedAt }: { startedAt: number }) => {
  const elapsed = Math.max(0, useNow() - startedAt);
  return <span className={classes.note}>{texts.running(elapsed)}</span>;
};

const Result = ({ result: { ok, message, elapsedMs, checks } }: { result: ConnectionTest }) => (
  <div className={classes.result}>
    <p className={classes.verdict}>
      <Lamp level={ok ? 'healthy' : 'unhealthy'} />
      <span>
        <ForeignText>{message}</ForeignText> <span className={classes.note}>{formatSpan(elapsedMs)}</span>
      </span>
    </p>
    <ul className={classes.checks} aria-label={texts.checks}>
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

/** Tests a connection with the saved settings. The running connection is not affected. */
export const ConnectionTestPanel = ({
  target,
  title,
  unsaved,
}: {
  target: string;
  title: string;
  /** True while there are unsaved changes, which the test does not use. */
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
    <section className={classes.test} aria-label={texts.label(title)}>
      <div className={classes.line}>
        {state.status === 'running' ? (
          <>
            <Button onClick={cancel}>{texts.cancel}</Button>
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
            <span className={classes.note}>{unsaved ? texts.unsaved : words.note}</span>
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
        {state.status === 'cancelled' && <p className={classes.note}>{texts.cancelled}</p>}
      </output>
    </section>
  );
};
