import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  actionPlanSchema,
  atMostCharacters,
  chatMessageSchema,
  chatPlatformSchema,
  clockStateSchema,
  commandActionSchema,
  componentDetailSchema,
  componentInputSchema,
  componentViewSchema,
  eventFilterSchema,
  eventRecordSchema,
  graphEdgeSchema,
  metricSeriesSchema,
  securityReportSchema,
  updateStatusSchema,
  verdictSchema,
} from '../model/index.ts';
import { backupsContract, diagnosticsContract, viewersContract } from './data.ts';
import { docksContract } from './docks.ts';
import { obsContract } from './obs.ts';
import { getEvent, historyContract } from './history.ts';
import { discordContract } from './discord.ts';
import { addressesContract, operationsContract } from './operations.ts';
import { procedure } from './procedure.ts';
import { outagesContract, rehearsalContract } from './rehearsal.ts';
import { twitchContract } from './twitch.ts';
import { settingsContract } from './settings.ts';
import {
  chatFrameSchema,
  eventsFrameSchema,
  metricsFrameSchema,
  resumeSchema,
  runInfoSchema,
  systemFrameSchema,
} from './streams.ts';

const pageLimit = z.coerce.number().int().min(1).max(1_000);

/** Everything a renderer, a script or a Stream Deck can request: one contract for every transport. */
export const contract = {
  system: {
    version: procedure
      .route({ method: 'GET', path: '/version', tags: ['system'], summary: 'Version and run mode' })
      .output(
        z.object({
          name: z.literal('cuelight'),
          version: z.string(),
          node: z.string(),
          electron: z.string().nullable(),
          run: runInfoSchema,
        }),
      ),
    health: procedure
      .route({
        method: 'GET',
        path: '/health',
        tags: ['system'],
        summary: 'The verdict and each component’s health',
      })
      .output(
        z.object({
          verdict: verdictSchema,
          components: z.array(
            componentViewSchema.pick({
              id: true,
              title: true,
              state: true,
              health: true,
              waiting: true,
              cause: true,
            }),
          ),
        }),
      ),
    clock: procedure
      .route({
        method: 'GET',
        path: '/clock',
        tags: ['system'],
        summary: 'State of this machine’s clock, and if Cuelight trusts it',
      })
      .output(clockStateSchema),
    security: procedure
      .route({
        method: 'GET',
        path: '/security',
        tags: ['system'],
        summary: 'The last check of the program against Electron’s security checklist',
      })
      .output(securityReportSchema),
    updates: procedure
      .route({
        method: 'GET',
        path: '/updates',
        tags: ['system'],
        summary: 'The last check for updates, the update found, and the progress of its installation',
      })
      .output(updateStatusSchema),
    watch: procedure
      .route({
        method: 'GET',
        path: '/watch/system',
        tags: ['streams'],
        summary: 'Snapshot of the component graph, then numbered changes',
      })
      .input(z.object({ resume: resumeSchema }))
      .output(eventIterator(systemFrameSchema)),
  },
  components: {
    list: procedure
      .route({
        method: 'GET',
        path: '/components',
        tags: ['components'],
        summary: 'All components and the edges between them',
      })
      .output(z.object({ components: z.array(componentViewSchema), edges: z.array(graphEdgeSchema) })),
    get: procedure
      .route({
        method: 'GET',
        path: '/components/{id}',
        tags: ['components'],
        summary: 'One component with all its details',
      })
      .input(componentInputSchema)
      .output(componentDetailSchema),
    plan: procedure
      .route({
        method: 'GET',
        path: '/components/{id}/plan',
        tags: ['components'],
        summary: 'Effects of a command, without running it',
      })
      .input(componentInputSchema.extend({ action: commandActionSchema }))
      .output(actionPlanSchema),
  },
  history: historyContract,
  events: {
    get: getEvent,
    query: procedure
      .route({
        method: 'GET',
        path: '/events',
        tags: ['events'],
        summary: 'Events from the journal, newest first',
      })
      .input(eventFilterSchema.extend({ limit: pageLimit.default(200) }))
      .output(
        z.object({
          events: z.array(eventRecordSchema),
          /** Pass as `before` for the next page; null at the end. */
          next: z.string().nullable(),
          /** All stored events, whatever the filter. */
          total: z.number().int(),
          /** Time of the oldest stored event; null when there is none. */
          oldestAt: z.number().nullable(),
          /**
           * Share of all records that text search covers, 0 to 1: below 1 while older records are being
           * indexed.
           */
          indexed: z.number().min(0).max(1),
        }),
      ),
    watch: procedure
      .route({
        method: 'GET',
        path: '/watch/events',
        tags: ['streams'],
        summary: 'New events, at most 20 frames per second',
      })
      .input(z.object({ resume: resumeSchema }))
      .output(eventIterator(eventsFrameSchema)),
  },
  chat: {
    recent: procedure
      .route({
        method: 'GET',
        path: '/chat',
        tags: ['chat'],
        summary: 'The newest chat messages, oldest first',
      })
      .input(z.object({ limit: pageLimit.default(200) }))
      .output(z.object({ messages: z.array(chatMessageSchema) })),
    search: procedure
      .route({
        method: 'GET',
        path: '/chat/search',
        tags: ['chat'],
        summary: 'Stored chat messages by text and by author, newest first',
      })
      .input(
        z.object({
          /** Words that must all occur in the message. */
          text: z.string().trim().check(atMostCharacters(200)).optional(),
          /**
           * The author's id on the platform, or their whole login or shown name. Case, accents and width are
           * ignored.
           */
          user: z.string().trim().check(atMostCharacters(200)).optional(),
          /** The beginning of the author's login or shown name. */
          name: z.string().trim().check(atMostCharacters(200)).optional(),
          platform: chatPlatformSchema.optional(),
          /** Only messages sent before this instant, epoch milliseconds. */
          before: z.coerce.number().min(0).max(8_640_000_000_000_000).optional(),
          limit: pageLimit.default(100),
        }),
      )
      .output(
        z.object({
          messages: z.array(chatMessageSchema),
          /**
           * Share of all records that search by text and name covers, 0 to 1: below 1 while older records are
           * being indexed.
           */
          indexed: z.number().min(0).max(1),
        }),
      ),
    targets: procedure
      .route({
        method: 'GET',
        path: '/chat/targets',
        tags: ['chat'],
        summary: 'Platforms that a message can be sent to, and the reason when it can’t',
      })
      .output(
        z.object({
          targets: z.array(
            z.object({
              platform: chatPlatformSchema,
              title: z.string(),
              maxLength: z.number().int(),
              obstacle: z.string().nullable(),
              queueDepth: z.number().int(),
            }),
          ),
        }),
      ),
    watch: procedure
      .route({
        method: 'GET',
        path: '/watch/chat',
        tags: ['streams'],
        summary: 'The newest messages, then new messages in frames',
      })
      .input(z.object({ resume: resumeSchema }))
      .output(eventIterator(chatFrameSchema)),
  },
  metrics: {
    recent: procedure
      .route({
        method: 'GET',
        path: '/metrics/recent',
        tags: ['metrics'],
        summary: 'The last ten minutes of every metric, one value per second',
      })
      .output(z.object({ series: z.array(metricSeriesSchema) })),
    watch: procedure
      .route({
        method: 'GET',
        path: '/watch/metrics',
        tags: ['streams'],
        summary: 'The last ten minutes of every metric, then one sample per second',
      })
      .input(z.object({ resume: resumeSchema }))
      .output(eventIterator(metricsFrameSchema)),
  },
  operations: operationsContract,
  addresses: addressesContract,
  obs: obsContract,
  settings: settingsContract,
  backups: backupsContract,
  viewers: viewersContract,
  diagnostics: diagnosticsContract,
  docks: docksContract,
  discord: discordContract,
  outages: outagesContract,
  rehearsal: rehearsalContract,
  twitch: twitchContract,
};
export type Contract = typeof contract;
