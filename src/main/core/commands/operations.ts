import { componentCommands, componentProbe } from '#shared/catalogue/operations/components.ts';
import { ok } from '#shared/kernel/index.ts';
import type { CommandAction } from '#shared/model/index.ts';
import { answerWith } from '../operations/answers.ts';
import { implement, type OperationImplementation } from '../operations/implementation.ts';
import type { SystemPort } from '../system-port.ts';

/**
 * Implements the operations on any component.
 *
 * @example
 * ```ts
 * class Show extends BaseOrchestrator<object> {
 *   constructor(services: CoreServices) {
 *     super(services, { id: 'show', title: 'Show', description: 'OBS', schema: z.object({}) });
 *     this.registerComponent('obs', createScriptedComponent('obs'), { title: 'OBS', kind: 'bridge' });
 *   }
 * }
 * const { options } = createCoreHarness();
 * const system = createSystem({ ...options, orchestrators: (services) => [new Show(services)] });
 *
 * implementComponents(system).map(({ operation }) => operation.id);
 * // => ['component.restart', 'component.stop', 'component.start', 'component.probe']
 * ```
 */
export const implementComponents = (
  system: Pick<SystemPort, 'command' | 'probe'>,
): readonly OperationImplementation[] => {
  const command = (action: CommandAction): OperationImplementation =>
    implement(componentCommands[action], {
      // Commands emit their own record, however they are given.
      recordsItself: true,
      run: async ({ id, timeoutMs }, { caller, runId }) =>
        answerWith(
          await system.command(action, id, {
            actor: caller,
            correlationId: runId,
            ...(timeoutMs !== undefined && { timeoutMs }),
          }),
        ),
    });
  return [
    command('restart'),
    command('stop'),
    command('start'),
    implement(componentProbe, {
      run: async ({ id }) => {
        const probed = await system.probe(id);
        return probed.ok ? ok({ result: { conditions: [...probed.value] } }) : probed;
      },
    }),
  ];
};
