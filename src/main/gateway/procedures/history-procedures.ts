import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Procedures for the history in the journal. */
export const createHistoryProcedures = ({ os, ports: { history } }: Toolkit) => ({
  healthAt: os.history.healthAt.handler(async ({ input, signal }) =>
    unwrap(await history.healthAt(input.at, signal)),
  ),
  strips: os.history.strips.handler(async ({ input: { cells, ...span }, signal }) => {
    const strips = unwrap(await history.strips(span, cells, signal));
    return {
      ...strips,
      components: strips.components.map((component) => ({ ...component, cells: [...component.cells] })),
      overall: [...strips.overall],
      observed: [...strips.observed],
    };
  }),
  transitions: os.history.transitions.handler(async ({ input, signal }) => {
    const page = unwrap(await history.transitions(input, signal));
    return { ...page, transitions: [...page.transitions] };
  }),
  records: os.history.records.handler(async ({ input, signal }) => {
    const page = unwrap(await history.records(input, signal));
    return { ...page, records: [...page.records] };
  }),
  metrics: os.history.metrics.handler(async ({ input: { names, ...span }, signal }) => {
    const wanted = names.split(',').filter((name) => name !== '');
    return { series: [...unwrap(await history.metrics(span, wanted, signal))] };
  }),
  holdings: os.history.holdings.handler(async ({ signal }) => {
    const holdings = unwrap(await history.holdings(signal));
    return { ...holdings, kinds: [...holdings.kinds] };
  }),
});

export const createGetEvent = ({ os, ports: { history } }: Toolkit) =>
  os.events.get.handler(async ({ input, signal }) => unwrap(await history.event(input.id, signal)));
