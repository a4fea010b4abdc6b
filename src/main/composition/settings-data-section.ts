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
    .meta({ title, unit: 'days', ...(description !== undefined && { description }) });

const dataConfig = z.object({
  chat: z
    .object({
      archive: z.boolean().default(true).meta({
        title: 'Save chat',
        description: 'When off, new messages are shown but not saved. Saved messages expire as usual.',
      }),
      days: days(defaultRetention.chatDays, 'Keep chat for'),
      messages: z.number().int().min(1_000).max(100_000_000).default(defaultRetention.chatRows).meta({
        title: 'Maximum messages',
        description: 'The oldest are deleted first.',
      }),
    })
    .prefault({})
    .meta({ title: 'Chat' }),
  history: z
    .object({
      eventDays: days(defaultRetention.eventDays, 'Keep events for'),
      events: z.number().int().min(1_000).max(10_000_000).default(defaultRetention.eventRows).meta({
        title: 'Maximum events',
        description: 'The oldest are deleted first.',
      }),
      healthDays: days(
        defaultRetention.transitionDays,
        'Keep health history for',
        'Every change of state and health. Sets how far back in time you can go.',
      ),
      recordDays: days(
        defaultRetention.recordDays,
        'Keep records for',
        'Commands, automation runs, outages and incidents.',
      ),
      numberDays: days(defaultRetention.rollupDays, 'Keep chart data for', 'The values behind the charts.'),
    })
    .prefault({})
    .meta({ title: 'History' }),
  backups: z
    .object({
      count: z.number().int().min(1).max(200).default(defaultBackupPolicy.count).meta({
        title: 'Maximum backups',
        description: 'The last backup with data is always kept.',
      }),
      days: days(defaultBackupPolicy.days, 'Keep backups for'),
      megabytes: z
        .number()
        .int()
        .min(10)
        .max(1_000_000)
        .default(defaultBackupPolicy.megabytes)
        .meta({ title: 'Maximum size of all backups', unit: 'MB' }),
    })
    .prefault({})
    .meta({ title: 'Backups' }),
});
export type DataConfig = z.output<typeof dataConfig>;

/** Declares the section for stored data and its retention. */
export const declareDataSection = () =>
  declareSection({
    path: 'data',
    title: 'Data and privacy',
    description:
      'What Cuelight stores, and for how long. When you lower a limit, data beyond it is deleted immediately.',
    schema: dataConfig,
  });
