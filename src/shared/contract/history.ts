import { z } from 'zod';
import {
  componentInputSchema,
  eventRecordSchema,
  healthCellsSchema,
  healthTransitionSchema,
  historyRecordKindSchema,
  historyRecordSchema,
  holdingSchema,
  metricHistorySchema,
  observedSpanSchema,
  systemSnapshotSchema,
} from '../model/index.ts';
import { procedure } from './procedure.ts';

const instant = z.coerce.number().min(0).max(8_640_000_000_000_000);
const span = z.object({ from: instant, before: instant });
const wholeSpan = 'The end of the span must be after its start';
const isSpan = ({ from, before }: { from: number; before: number }): boolean => from < before;
const pageLimit = z.coerce.number().int().min(1).max(1_000).default(200);
/** The `next` value of the previous page. */
const cursor = z.string().max(400).optional();

/** Returns one event by its id. */
export const getEvent = procedure
  .route({
    method: 'GET',
    path: '/events/{id}',
    tags: ['events'],
    summary: 'One event, live or from the journal',
  })
  .input(z.object({ id: z.string().min(1).max(200) }))
  .output(eventRecordSchema);

/** The past: the graph and its health at any moment and over any span, and the amount of stored data. */
export const historyContract = {
  healthAt: procedure
    .route({
      method: 'GET',
      path: '/history/at',
      tags: ['history'],
      summary: 'The graph, the health of every component and the verdict at a past moment',
    })
    .input(z.object({ at: instant }))
    .output(
      z.object({
        /** Null when Cuelight was not running at that moment. */
        snapshot: systemSnapshotSchema.nullable(),
        /** The nearest known moments before and after; null when there are none. */
        knownBefore: z.number().nullable(),
        knownAfter: z.number().nullable(),
      }),
    ),
  strips: procedure
    .route({
      method: 'GET',
      path: '/history/strips',
      tags: ['history'],
      summary: 'The worst health of every component in equal cells of a span',
    })
    .input(
      span.extend({ cells: z.coerce.number().int().min(1).max(500).default(60) }).refine(isSpan, wholeSpan),
    )
    .output(
      z.object({
        components: z.array(healthCellsSchema),
        /** The cells of the verdict. */
        overall: z.array(healthCellsSchema.shape.cells.element),
        /** The times when Cuelight was running, oldest first. */
        observed: z.array(observedSpanSchema),
        /** The earliest instant with data; null when there is none. */
        earliest: z.number().nullable(),
      }),
    ),
  transitions: procedure
    .route({
      method: 'GET',
      path: '/history/transitions',
      tags: ['history'],
      summary: 'Changes of state and health within a span, newest first',
    })
    .input(
      span
        .extend({ component: componentInputSchema.shape.id.optional(), limit: pageLimit, cursor })
        .refine(isSpan, wholeSpan),
    )
    .output(z.object({ transitions: z.array(healthTransitionSchema), next: z.string().nullable() })),
  records: procedure
    .route({
      method: 'GET',
      path: '/history/records',
      tags: ['history'],
      summary: 'Commands, pipeline runs, outages or incidents of a span, latest start first',
    })
    .input(
      span
        .extend({
          kind: historyRecordKindSchema,
          /** A component, a pipeline or a settings section. */
          subject: z.string().min(1).max(200).optional(),
          limit: pageLimit,
          cursor,
        })
        .refine(isSpan, wholeSpan),
    )
    .output(z.object({ records: z.array(historyRecordSchema), next: z.string().nullable() })),
  metrics: procedure
    .route({
      method: 'GET',
      path: '/history/metrics',
      tags: ['history'],
      summary: 'Metrics over a span, by the minute or by the hour',
    })
    .input(
      span
        .extend({
          /** Comma-separated. */
          names: z.string().min(1).max(1_000),
        })
        .refine(isSpan, wholeSpan),
    )
    .output(z.object({ series: z.array(metricHistorySchema) })),
  holdings: procedure
    .route({
      method: 'GET',
      path: '/history/holdings',
      tags: ['history'],
      summary: 'Stored data by kind, with retention and the last cleanup',
    })
    .output(
      z.object({
        /**
         * The reason why nothing is stored on disk, or another problem, in a sentence; null when there is
         * none.
         */
        problem: z.string().nullable(),
        /** Size of the database and its log; null when there is no file. */
        fileBytes: z.number().nullable(),
        kinds: z.array(holdingSchema),
        /** Time of the last retention check; null before the first one. */
        cleanedAt: z.number().nullable(),
        /**
         * Share of all records that search by text and name covers, 0 to 1: below 1 while older records are
         * being indexed.
         */
        indexed: z.number().min(0).max(1),
      }),
    ),
};
