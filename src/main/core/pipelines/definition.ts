import { z } from 'zod';
import { dayMs } from '#shared/kernel/index.ts';

const retrySchema = z.object({
  attempts: z.number().int().min(1).max(100),
  baseMs: z.number().int().min(1).optional(),
  capMs: z.number().int().min(1).optional(),
});

const checkSchema = z.object({
  check: z.string(),
  input: z.unknown().optional(),
  /** Negates the answer. */
  not: z.boolean().optional(),
});
export type CheckUse = z.infer<typeof checkSchema>;

/** A part of a pipeline as data: written by hand in YAML, created by an editor, stored as JSON. */
export type PipelineNode =
  | {
      readonly step: string;
      readonly input?: unknown;
      readonly timeoutMs?: number | undefined;
      readonly retry?: z.infer<typeof retrySchema> | undefined;
      /** `stop` by default. */
      readonly onFailure?: 'stop' | 'continue' | undefined;
    }
  | { readonly sequence: readonly PipelineNode[] }
  | { readonly parallel: readonly PipelineNode[]; readonly concurrency?: number | undefined }
  | { readonly when: CheckUse; readonly do: PipelineNode; readonly otherwise?: PipelineNode | undefined }
  | { readonly repeat: PipelineNode; readonly times: number }
  | { readonly repeat: PipelineNode; readonly while: CheckUse; readonly atMost: number }
  | { readonly waitMs: number }
  | { readonly waitFor: CheckUse; readonly timeoutMs: number; readonly everyMs?: number | undefined }
  | { readonly pipeline: string };

const delay = z.number().int().min(0).max(dayMs);

export const pipelineNodeSchema: z.ZodType<PipelineNode> = z.lazy(() =>
  z.union([
    z.strictObject({
      step: z.string(),
      input: z.unknown().optional(),
      timeoutMs: delay.min(1).optional(),
      retry: retrySchema.optional(),
      onFailure: z.enum(['stop', 'continue']).optional(),
    }),
    z.strictObject({ sequence: z.array(pipelineNodeSchema) }),
    z.strictObject({
      parallel: z.array(pipelineNodeSchema),
      concurrency: z.number().int().min(1).optional(),
    }),
    z.strictObject({ when: checkSchema, do: pipelineNodeSchema, otherwise: pipelineNodeSchema.optional() }),
    z.strictObject({ repeat: pipelineNodeSchema, times: z.number().int().min(1).max(10_000) }),
    z.strictObject({
      repeat: pipelineNodeSchema,
      while: checkSchema,
      atMost: z.number().int().min(1).max(10_000),
    }),
    z.strictObject({ waitMs: delay }),
    z.strictObject({ waitFor: checkSchema, timeoutMs: delay, everyMs: delay.min(50).optional() }),
    z.strictObject({ pipeline: z.string() }),
  ]),
);

/** A whole pipeline: its name, and its parts, run one after another. */
export const pipelineSchema = z.object({
  id: z.string().min(1).max(120),
  title: z.string().min(1).max(200),
  steps: z.array(pipelineNodeSchema),
});
export type Pipeline = z.infer<typeof pipelineSchema>;
