import { describe, expect, it } from 'vitest';
import { createJournalComponent } from './journal-component.ts';
import type { Journal } from './port.ts';

const trouble = "Old records couldn't be deleted from the journal: disk I/O error.";
const stats = { state: 'open', problem: null, queued: 0, written: 1, dropped: 0, fileBytes: 1 } as const;

const journal = (changes: Partial<ReturnType<Journal['stats']>>) =>
  createJournalComponent({ stats: () => ({ ...stats, ...changes }) } as Journal);

/** Every problem that the component reports. */
const troubles = [
  ['a journal that cannot reach the disk', journal({ state: 'memory-only', problem: trouble })],
  ['a journal that writes and has another trouble', journal({ problem: trouble })],
] as const;

describe('the journal’s component', () => {
  it.each(troubles)('is not healthy while it has a problem: %s', async (_, component) => {
    const conditions = (await component.getHealth?.(new AbortController().signal)) ?? [];
    const telling = conditions.filter(({ message }) => message.includes(trouble));
    expect(telling.map(({ status }) => status)).toEqual(['false']);
  });

  it('is healthy without problems', async () => {
    const conditions = (await journal({}).getHealth?.(new AbortController().signal)) ?? [];
    expect(conditions.map(({ status }) => status)).toEqual(['true', 'true', 'true']);
  });
});
