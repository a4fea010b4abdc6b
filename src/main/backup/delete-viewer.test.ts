import { expect, it } from 'vitest';
import { ok } from '#shared/kernel/index.ts';
import { implementDeleteViewer } from './delete-viewer.ts';

const viewer = { platform: 'twitch', userId: '42' };
const backup = { id: 'b', at: 1, reason: 'daily', version: '1', bytes: 1 } as const;

const deleteOne = async (bundles: number) => {
  const steps: string[] = [];
  const sentences: string[] = [];
  const operation = implementDeleteViewer({
    journal: {
      deleteViewer: async () => {
        steps.push('on disk');
        return ok({ messages: 3, events: 2, thorough: true });
      },
    },
    keeper: {
      list: async () =>
        ok([
          { ...backup, journal: { bytes: 1, events: 1 } },
          { ...backup, journal: null },
        ]),
    },
    diagnostics: {
      path: '/home/incidents',
      list: async () => ok(Array.from({ length: bundles }, () => ({ name: 'i', bytes: 1, at: 1 }))),
    },
    forget: () => void steps.push('in memory'),
    emit: ({ message }) => void sentences.push(message),
  });
  const { signal } = new AbortController();
  const deleted = await operation.run(viewer, { caller: 'window', runId: '1', signal });
  return { steps, sentences, deleted };
};

it('deletes a viewer from memory before the disk, and names the copies to delete by hand', async () => {
  const { steps, sentences, deleted } = await deleteOne(2);
  expect(steps).toEqual(['in memory', 'on disk']);
  const result = { messages: 3, events: 2, thorough: true, backups: 1 };
  expect(deleted).toEqual({ ok: true, value: { result } });
  expect(sentences).toEqual([
    'A viewer was deleted: 3 messages deleted, and their name removed from 2 events. 2 diagnostic bundles in /home/incidents may still name them. Delete the bundles that were saved with chat.',
  ]);
});

it('does not mention diagnostic bundles when there are none', async () => {
  const { sentences } = await deleteOne(0);
  expect(sentences).toEqual([
    'A viewer was deleted: 3 messages deleted, and their name removed from 2 events.',
  ]);
});
