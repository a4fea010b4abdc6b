import type { CommandAction } from '#shared/model/index.ts';
import type { CallContext } from '../call-context.ts';
import { notFound, unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

export const createComponentProcedures = ({ os, ports: { system, history }, ids }: Toolkit) => {
  const unknown = (id: string) =>
    notFound(`component "${id}"`, 'Ask for the list of components to see their names.');
  const checkKnown = (id: string): void => {
    if (!system.has(id)) throw unknown(id);
  };
  const run = async (
    action: CommandAction,
    { id, timeoutMs }: { id: string; timeoutMs?: number | undefined },
    { caller }: CallContext,
  ) => {
    checkKnown(id);
    const options = { correlationId: ids.next(), actor: caller };
    const outcome = unwrap(
      await system.command(action, id, timeoutMs === undefined ? options : { ...options, timeoutMs }),
    );
    // It was carried out all the same: a disk that is full must not keep anybody from acting.
    const notKept = await history.untilKept();
    return notKept === null ? outcome : { ...outcome, message: `${outcome.message} ${notKept}` };
  };
  return {
    list: os.components.list.handler(() => ({ components: [...system.list()], edges: [...system.edges()] })),
    get: os.components.get.handler(({ input }) => {
      const detail = system.detail(input.id);
      if (detail === undefined) throw unknown(input.id);
      return detail;
    }),
    plan: os.components.plan.handler(({ input }) => {
      checkKnown(input.id);
      return unwrap(system.plan(input.action, input.id));
    }),
    start: os.components.start.handler(({ input, context }) => run('start', input, context)),
    stop: os.components.stop.handler(({ input, context }) => run('stop', input, context)),
    restart: os.components.restart.handler(({ input, context }) => run('restart', input, context)),
    probe: os.components.probe.handler(async ({ input }) => {
      checkKnown(input.id);
      return { conditions: [...unwrap(await system.probe(input.id))] };
    }),
  };
};
