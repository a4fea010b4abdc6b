import { expect, it } from 'vitest';
import type { Journal } from '#main/journal/index.ts';
import { ok } from '#shared/kernel/index.ts';
import { createViewersPort } from './viewers-port.ts';

const viewer = { platform: 'twitch', userId: '42' };

const deleteOne = async (incidentFiles: number) => {
  const steps: string[] = [];
  const told: string[] = [];
  const journal: Pick<Journal, 'queryChat' | 'exportViewer' | 'deleteViewer'> = {
    queryChat: async () => ok([]),
    exportViewer: async () => ok({ ...viewer, names: [], messages: [], events: [] }),
    deleteViewer: async () => {
      steps.push('on disk');
      return ok({ messages: 3, events: 2, thorough: true });
    },
  };
  const port = createViewersPort({
    journal,
    backups: async () => 1,
    incidentFiles: async () => ({ count: incidentFiles, folder: '/home/incidents' }),
    recent: () => [],
    forget: () => void steps.push('in memory'),
    tell: ({ message }) => void told.push(message),
  });
  const deleted = await port.delete(viewer);
  return { steps, told, deleted };
};

it('takes a viewer out of memory before the disk, and says what is left to be deleted by hand', async () => {
  const { steps, told, deleted } = await deleteOne(2);
  expect(steps).toEqual(['in memory', 'on disk']);
  expect(deleted).toEqual({ ok: true, value: { messages: 3, events: 2, thorough: true, backups: 1 } });
  expect(told).toEqual([
    'A viewer was deleted: 3 messages are gone, and their name was taken out of 2 events. 2 incident files in /home/incidents may name them still: delete those that were made with chat.',
  ]);
});

it('says nothing of incident files where there are none', async () => {
  const { told } = await deleteOne(0);
  expect(told).toEqual([
    'A viewer was deleted: 3 messages are gone, and their name was taken out of 2 events.',
  ]);
});
