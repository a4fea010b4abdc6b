import { z } from 'zod';
import { CoreOrchestrator, StepRegistry, type CoreServices } from '#core/index.ts';
import { againstLimit, compare } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { createBenchServices } from './services.ts';

class Runbook extends CoreOrchestrator<object> {
  constructor(services: CoreServices, registry: StepRegistry) {
    super(services, { id: 'runbook', title: 'Runbook', description: '', schema: z.object({}) }, registry);
  }
}

export const benchPipelines = async ({ print, wants }: BenchContext): Promise<void> => {
  if (!wants('pipeline')) return;
  const services = createBenchServices();
  let ran = 0;
  const registry = new StepRegistry().registerStep({
    key: 'no-op',
    title: 'Nothing',
    input: z.unknown(),
    run: () => void ran++,
  });
  const runbook = new Runbook(services, registry);
  const started = await runbook.initialize();
  if (!started.ok) throw started.error;
  const planned = runbook.plan({
    id: 'ten',
    title: 'Ten steps',
    steps: Array.from({ length: 10 }, () => ({ step: 'no-op' })),
  });
  if (!planned.ok) throw planned.error;
  const once = async (): Promise<void> => {
    const run = runbook.execute(planned.value);
    if (!run.ok) throw run.error;
    await run.value.result;
  };
  await once();
  if (ran !== 10) throw new Error(`Ten steps were planned, ${ran} ran`);
  const times = await compare({
    run: async (count) => {
      for (let each = 0; each < count; each++) await once();
    },
  });
  print(againstLimit('pipeline', 'a run of 10 steps that do nothing', times.run, 'us', 30));
  await runbook.cleanup();
};
