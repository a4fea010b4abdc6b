import { z } from 'zod';
import { defaultBackupPolicy } from '#main/backup/index.ts';
import { defaultRetention } from '#main/journal/index.ts';
import { declareSection } from '#core/index.ts';

const days = (kept: number, title: string, description?: string) =>
  z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(kept)
    .meta({ title, ...(description !== undefined && { description }) });

const dataConfig = z.object({
  chat: z
    .object({
      archive: z.boolean().default(true).meta({
        title: 'Keep chat',
        description:
          'Off: what is written from now on is shown and not kept. What is kept already goes by its age.',
      }),
      days: days(defaultRetention.chatDays, 'Days of chat'),
      messages: z.number().int().min(1_000).max(100_000_000).default(defaultRetention.chatRows).meta({
        title: 'Most messages',
        description: 'The oldest go first when there are more, however young they are.',
      }),
    })
    .prefault({})
    .meta({ title: 'Chat' }),
  history: z
    .object({
      eventDays: days(defaultRetention.eventDays, 'Days of events'),
      events: z.number().int().min(1_000).max(10_000_000).default(defaultRetention.eventRows).meta({
        title: 'Most events',
        description: 'The oldest go first when there are more, however young they are.',
      }),
      healthDays: days(
        defaultRetention.transitionDays,
        'Days of health',
        'Every change of state and health: how far back the past can be looked at.',
      ),
      recordDays: days(
        defaultRetention.recordDays,
        'Days of records',
        'Commands, runs of automations, outages and incidents.',
      ),
      numberDays: days(defaultRetention.rollupDays, 'Days of numbers', 'What the charts are drawn from.'),
    })
    .prefault({})
    .meta({ title: 'What happened' }),
  backups: z
    .object({
      count: z.number().int().min(1).max(200).default(defaultBackupPolicy.count).meta({
        title: 'Most backups',
        description: 'The last one that holds something is always kept.',
      }),
      days: days(defaultBackupPolicy.days, 'Days of backups'),
      megabytes: z
        .number()
        .int()
        .min(10)
        .max(1_000_000)
        .default(defaultBackupPolicy.megabytes)
        .meta({ title: 'Most megabytes of backups' }),
    })
    .prefault({})
    .meta({ title: 'Backups' }),
});
export type DataConfig = z.output<typeof dataConfig>;

/** What is kept, and how long. */
export const declareDataSection = () =>
  declareSection({
    path: 'data',
    title: 'Data and privacy',
    description:
      'What Cuelight keeps, and how long. A change counts at once: what is over a limit is deleted.',
    schema: dataConfig,
  });
