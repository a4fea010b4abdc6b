import { notFound, unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

export const createComponentProcedures = ({ os, ports: { system } }: Toolkit) => {
  const unknown = (id: string) =>
    notFound(`component "${id}"`, 'Call the list of components to see their names.');
  return {
    list: os.components.list.handler(() => ({ components: [...system.list()], edges: [...system.edges()] })),
    get: os.components.get.handler(({ input }) => {
      const detail = system.detail(input.id);
      if (detail === undefined) throw unknown(input.id);
      return detail;
    }),
    plan: os.components.plan.handler(({ input }) => {
      if (!system.has(input.id)) throw unknown(input.id);
      return unwrap(system.plan(input.action, input.id));
    }),
  };
};
