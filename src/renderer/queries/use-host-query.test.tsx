// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, expect, it } from 'vitest';
import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import { createFakeClock } from '#shared/kernel/testing/fake-clock.ts';

import { renderWithStores } from '../testing/render-with-stores.tsx';
import { useHostQuery, useQueries, type HostQueryOptions } from './use-host-query.ts';

afterEach(cleanup);

/** A host that answers in order and knows which reads were cancelled. */
const createSource = () => {
  const waiting: { resolve(value: string): void; reject(error: Error): void; signal: AbortSignal }[] = [];
  const signals: AbortSignal[] = [];
  return {
    read: ({ signal }: { signal: AbortSignal }) =>
      new Promise<string>((resolve, reject) => {
        signals.push(signal);
        waiting.push({ resolve, reject, signal });
      }),
    answer: (value: string) => act(async () => waiting.shift()?.resolve(value)),
    refuse: (why: string) => act(async () => waiting.shift()?.reject(new Error(why))),
    get asked() {
      return signals.length;
    },
    get cancelled() {
      return signals.filter(({ aborted }) => aborted).length;
    },
  };
};

type Source = ReturnType<typeof createSource>;

const View = ({
  source,
  name = 'one',
  ...options
}: { source: Source; name?: string } & Omit<HostQueryOptions, 'onFailure'> &
  Partial<Pick<HostQueryOptions, 'onFailure'>>) => {
  const { answer, again } = useHostQuery(
    { queryKey: ['test', name], queryFn: source.read },
    { onFailure: 'keep', ...options },
  );
  const words =
    answer.status === 'ready'
      ? `${answer.value}${answer.failure === null ? '' : ` / ${answer.failure}`}`
      : answer.status === 'failed'
        ? `failed: ${answer.message}`
        : 'loading';
  return (
    <>
      <output>{words}</output>
      <button onClick={again}>again</button>
    </>
  );
};

const words = (): string | null => screen.getByRole('status').textContent;
const again = (): Promise<void> => act(async () => screen.getByText('again').click());
const NO_ANSWER = 'The connection ended before Cuelight answered. What became of the request is not known.';

/** Renders on a stopped clock, and checks at the end that no timer is left on it. */
const open = async (content: ReactNode) => {
  const clock = createFakeClock();
  const rendered = renderWithStores(content, { clock });
  await act(async () => undefined);
  const leave = async (): Promise<void> => {
    rendered.unmount();
    // The connection closes one turn after the views are gone.
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  };
  return { ...rendered, clock, leave };
};

const setVisibility = (state: 'hidden' | 'visible'): Promise<void> =>
  act(async () => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });

it('keeps the last good value beside the failure, until a read succeeds', async () => {
  const source = createSource();
  const { leave } = await open(<View source={source} />);
  expect(words()).toBe('loading');
  await source.answer('first');
  expect(words()).toBe('first');
  await again();
  await source.refuse('gone');
  expect(words()).toBe(`first / ${NO_ANSWER}`);
  await again();
  expect(words()).toBe(`first / ${NO_ANSWER}`);
  await source.answer('second');
  expect(words()).toBe('second');
  await leave();
});

it('hides a value that cannot be read any more, and shows the failure during retries', async () => {
  const source = createSource();
  const { leave } = await open(<View source={source} onFailure="hide" />);
  await source.refuse('not yet');
  expect(words()).toBe(`failed: ${NO_ANSWER}`);
  await again();
  expect(words()).toBe(`failed: ${NO_ANSWER}`);
  await source.answer('first');
  expect(words()).toBe('first');
  await again();
  await source.refuse('gone');
  expect(words()).toBe(`failed: ${NO_ANSWER}`);
  await leave();
});

it('reads again by the clock of the window, and not while the window is hidden', async () => {
  const source = createSource();
  const { clock, leave } = await open(<View source={source} everyMs={5_000} />);
  await source.answer('first');
  await act(() => clock.advance(4_999));
  expect(source.asked).toBe(1);
  await act(() => clock.advance(1));
  expect(source.asked).toBe(2);
  await source.answer('second');
  expect(words()).toBe('second');

  await setVisibility('hidden');
  await act(() => clock.advance(60_000));
  expect(source.asked).toBe(2);
  await setVisibility('visible');
  expect(source.asked).toBe(3);
  await leave();
});

it('sends no requests without a connection, keeps the value, and reads again after the reconnect', async () => {
  const source = createSource();
  const { clock, cut, mend, stores, leave } = await open(
    <View source={source} onFailure="hide" everyMs={5_000} />,
  );
  await source.answer('first');
  await again();
  await act(async () => cut());
  expect(source.cancelled).toBe(1);
  await source.refuse('cancelled');
  expect(words()).toBe('first');
  await act(() => clock.advance(500));
  expect(source.asked).toBe(2);
  expect(words()).toBe('first');
  mend();
  await act(async () => stores.session.retryNow());
  expect(source.asked).toBe(3);
  await source.answer('second');
  expect(words()).toBe('second');
  await leave();
});

it('sends no requests while inactive', async () => {
  const source = createSource();
  const { clock, leave } = await open(<View source={source} active={false} everyMs={5_000} />);
  await act(() => clock.advance(60_000));
  expect(words()).toBe('loading');
  expect(source.asked).toBe(0);
  await leave();
});

it('sends one request for two views, and cancels it when the last view goes', async () => {
  const source = createSource();
  const { rerender, leave } = await open(
    <>
      <View source={source} />
      <View source={source} />
    </>,
  );
  expect(source.asked).toBe(1);
  rerender(<p>Another page</p>);
  expect(source.cancelled).toBe(1);
  await leave();
});

/** A view that switches between two keys and disappears. */
const Switch = ({ source, ...options }: { source: Source } & Partial<HostQueryOptions>) => {
  const [name, setName] = useState('one');
  return (
    <>
      {name !== 'none' && <View source={source} name={name} {...options} />}
      {['one', 'two', 'none'].map((to) => (
        <button key={to} onClick={() => setName(to)}>
          {to}
        </button>
      ))}
    </>
  );
};
const to = (name: string): Promise<void> =>
  act(async () => screen.getByText(name, { selector: 'button' }).click());

it('shows no value of another key, unless the previous value stays until the next one', async () => {
  const plain = createSource();
  const { leave } = await open(<Switch source={plain} />);
  await plain.answer('value of one');
  await to('two');
  expect(words()).toBe('loading');
  await leave();

  const keeping = createSource();
  const other = await open(<Switch source={keeping} keepPrevious />);
  await keeping.answer('value of one');
  await to('two');
  expect(words()).toBe('value of one');
  await keeping.answer('value of two');
  expect(words()).toBe('value of two');
  await other.leave();
});

it('shows what is cached when a view comes back within a minute, and reads it again', async () => {
  const source = createSource();
  const { clock, leave } = await open(<Switch source={source} />);
  await source.answer('first');
  await to('none');
  await act(() => clock.advance(59_000));
  await to('one');
  expect(words()).toBe('first');
  expect(source.asked).toBe(2);
  await source.answer('second');
  await to('none');
  await act(() => clock.advance(60_000));
  await to('one');
  expect(words()).toBe('loading');
  await leave();
});

it('does not cache momentary values', async () => {
  const source = createSource();
  const { clock, leave } = await open(<Switch source={source} neverCached />);
  await source.answer('first');
  await to('none');
  await act(() => clock.advance(0));
  await to('one');
  expect(words()).toBe('loading');
  await leave();
});

/** Two queries below one procedure and one below another. */
const Below = ({ source }: { source: Source }) => {
  const { api, refresh } = useQueries();
  const read = { queryFn: source.read };
  const options = { onFailure: 'keep' } as const;
  useHostQuery({ queryKey: api.docks.list.queryKey(), ...read }, options);
  useHostQuery({ queryKey: api.settings.history.queryKey({ input: {} }), ...read }, options);
  useHostQuery({ queryKey: api.settings.diff.queryKey({ input: { id: 'one' } }), ...read }, options);
  return (
    <>
      <button onClick={() => void refresh(api.settings.key())}>settings</button>
      <button onClick={() => void refresh(api.settings.key(), api.docks.key())}>both</button>
    </>
  );
};

it('refreshes everything below the keys that a change names, and nothing else', async () => {
  const source = createSource();
  const { leave } = await open(<Below source={source} />);
  for (const value of ['a', 'b', 'c']) await source.answer(value);
  expect(source.asked).toBe(3);
  await to('settings');
  expect(source.asked).toBe(5);
  await to('both');
  // The two running reads may be older than the change, so both run again.
  expect(source.cancelled).toBe(2);
  expect(source.asked).toBe(8);
  await leave();
});

it('drops all values when a viewer was deleted, and reads again', async () => {
  const source = createSource();
  const { host, leave } = await open(<Switch source={source} />);
  await source.answer('words of somebody');
  await to('two');
  await source.answer('more of their words');
  await act(async () =>
    host.recordEvent(viewerDeleted.name, 'journal', 'info', 'A viewer was deleted', {
      messages: 1,
      events: 1,
    }),
  );
  expect(words()).toBe('loading');
  expect(source.asked).toBe(3);
  await to('one');
  expect(words()).toBe('loading');
  await leave();
});

const SourceOfKeys = () => <output>{JSON.stringify(useQueries().api.docks.list.key())}</output>;

it('has the source in every key', async () => {
  const { leave } = await open(<SourceOfKeys />);
  expect(words()).toBe('[["host","docks","list"],{}]');
  await leave();
});
