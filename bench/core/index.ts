import type { BenchContext } from '../measure/row.ts';
import { benchEvents } from './events.ts';
import { benchExecution } from './execution.ts';
import { benchGraph } from './graph.ts';
import { benchHistories } from './histories.ts';
import { benchPipelines } from './pipelines.ts';

/** Events, execution, graph, pipelines and random histories of the core. */
export const bench = async (context: BenchContext): Promise<void> => {
  await benchEvents(context);
  await benchExecution(context);
  await benchGraph(context);
  await benchPipelines(context);
  await benchHistories(context);
};
