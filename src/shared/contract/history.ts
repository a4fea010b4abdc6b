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
const wholeSpan = 'A span ends after it begins';
const isSpan = ({ from, before }: { from: number; before: number }): boolean => from < before;
const pageLimit = z.coerce.number().int().min(1).max(1_000).default(200);
/** What a page answered with as `next`. */
const cursor = z.string().max(400).optional();

/** One event by its id. */
export const getEvent = procedure
  .route({
    method: 'GET',
    path: '/events/{id}',
    tags: ['events'],
    summary: 'One event, live or from the journal',
  })
  .input(z.object({ id: z.string().min(1).max(200) }))
  .output(eventRecordSchema);

/** What was: the graph and its health at any past moment, over any span, and what the journal holds of it. */
export const historyContract = {
  healthAt: procedure
    .route({
      method: 'GET',
      path: '/history/at',
      tags: ['history'],
      summary: 'The graph, the health of every part and the verdict at a past moment',
    })
    .input(z.object({ at: instant }))
    .output(
      z.object({
        /** Null when Cuelight did not run at that moment: then nothing is known of it. */
        snapshot: systemSnapshotSchema.nullable(),
        /** The nearest moments before and after that are known; null when there are none. */
        knownBefore: z.number().nullable(),
        knownAfter: z.number().nullable(),
      }),
    ),
  strips: procedure
    .route({
      method: 'GET',
      path: '/history/strips',
      tags: ['history'],
      summary: 'The worst level of every part in equal cells of a span',
    })
    .input(
      span.extend({ cells: z.coerce.number().int().min(1).max(500).default(60) }).refine(isSpan, wholeSpan),
    )
    .output(
      z.object({
        components: z.array(healthCellsSchema),
        /** The verdict's. */
        overall: z.array(healthCellsSchema.shape.cells.element),
        /** When Cuelight ran, oldest first. */
        observed: z.array(observedSpanSchema),
        /** The earliest instant of which anything is known; null when nothing is. */
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
      summary: 'Commands, pipeline runs, outages or incidents of a span, the latest to begin first',
    })
    .input(
      span
        .extend({
          kind: historyRecordKindSchema,
          /** A component, a pipeline, a settings section. */
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
      summary: 'Numbers over a span, by the minute or by the hour',
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
      summary: 'What the journal holds of each kind, how long it keeps it, and what it deleted when',
    })
    .output(
      z.object({
        /** Why nothing is held on disk, or what else is wrong, in a sentence; null when all is well. */
        problem: z.string().nullable(),
        /** Of the database and its log; null when there is no file. */
        fileBytes: z.number().nullable(),
        kinds: z.array(holdingSchema),
        /** When the limits were last looked at; null when they have not been yet. */
        cleanedAt: z.number().nullable(),
        /** The share of all records that searches by words and names know: below 1 while older ones are being indexed. */
        indexed: z.number().min(0).max(1),
      }),
    ),
};
