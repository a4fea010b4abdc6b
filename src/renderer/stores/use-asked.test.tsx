// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { useAsked, useReading } from './use-asked.ts';

afterEach(cleanup);

/** Answers in the order in which it is told, each time that it is read. */
const createSource = () => {
  const waiting: { resolve(value: string): void; reject(error: Error): void }[] = [];
  return {
    read: () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
    answer: (value: string) => act(async () => waiting.shift()?.resolve(value)),
    refuse: (why: string) => act(async () => waiting.shift()?.reject(new Error(why))),
    asked: () => waiting.length,
  };
};

const NEVER_AGAIN_MS = 600_000;

it('shows the last good reading while the next one fails, and why', async () => {
  const source = createSource();
  const Shown = () => {
    const { reading, again, tell } = useReading(source.read, NEVER_AGAIN_MS, true);
    return (
      <>
        <output>{`${reading.value ?? 'nothing'} / ${reading.failure ?? 'well'}`}</output>
        <button onClick={again}>again</button>
        <button onClick={() => tell((known) => known && `${known} told`)}>tell</button>
      </>
    );
  };
  const { unmount } = renderWithStores(<Shown />);
  const words = (): string | null => screen.getByRole('status').textContent;
  expect(words()).toBe('nothing / well');
  await source.answer('first');
  expect(words()).toBe('first / well');
  act(() => screen.getByText('again').click());
  await source.refuse('gone');
  expect(words()).toMatch(/^first \/ .+/);
  expect(words()).not.toContain('well');
  act(() => screen.getByText('tell').click());
  expect(words()).toBe('first told / well');
  unmount();
});

it('asks nothing while it may not, and shows no value that can no longer be read', async () => {
  const source = createSource();
  const Shown = ({ active }: { active: boolean }) => {
    const { asked } = useAsked(source.read, NEVER_AGAIN_MS, active);
    return <output>{asked.status === 'ready' ? asked.value : asked.status}</output>;
  };
  const idle = renderWithStores(<Shown active={false} />);
  expect(screen.getByRole('status').textContent).toBe('loading');
  expect(source.asked()).toBe(0);
  idle.unmount();
  const { unmount } = renderWithStores(<Shown active />);
  await source.refuse('gone');
  expect(screen.getByRole('status').textContent).toBe('failed');
  unmount();
});
