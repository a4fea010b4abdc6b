import { z } from 'zod';
import {
  commandOutcomeSchema,
  componentInputSchema,
  conditionSchema,
  type CommandAction,
} from '../../model/index.ts';
import { target, titleOf } from './about-component.ts';
import { operation, type Operation, type OperationRoute } from './define.ts';
import type { OperationWorld } from './world.ts';

const commandInput = componentInputSchema.extend({
  /** Milliseconds until the command is reported as timed out. */
  timeoutMs: z.coerce.number<number>().int().min(100).max(120_000).optional(),
});

/** A command has its own limit, at most two minutes, and says by then what was observed. */
const timeoutMs = 150_000;
/** A check has a limit of its own in the policy of each component. */
const probeTimeoutMs = 60_000;

const route = <TVerb extends string>(verb: TVerb) =>
  ({ method: 'POST', path: `/components/{id}/${verb}` }) as const satisfies OperationRoute;

const wantedNow =
  (wanted: OperationWorld['components'][number]['wanted']) =>
  ({ components }: OperationWorld) =>
    components.filter((each) => each.wanted === wanted).map(({ id }) => ({ id }));

/** The words of the buttons of commands. */
export const commandVerbs = {
  restart: 'Restart',
  stop: 'Stop',
  start: 'Start',
} as const satisfies Readonly<Record<CommandAction, string>>;

/** The facts that all commands share. What one would do to others, its plan says before it is given. */
const command = (action: CommandAction, verb = commandVerbs[action]) => ({
  title: `${verb} a component`,
  description: `${verb}s a component; answers when it settled or its time is up`,
  icon: action,
  risk: 'visible' as const,
  tag: 'components' as const,
  input: commandInput,
  result: commandOutcomeSchema,
  timeoutMs,
  keeps: ['id', 'timeoutMs'] as const,
  target,
  summary: ({ id }: z.output<typeof commandInput>, world: OperationWorld) => `${verb} ${titleOf(id, world)}`,
  done: ({ message }: z.output<typeof commandOutcomeSchema>) => message,
});

export const componentRestart = operation('component.restart', {
  ...command('restart'),
  // A restart that is repeated is another one.
  idempotent: false,
  route: route('restart'),
  offers: wantedNow('running'),
});

export const componentStop = operation('component.stop', {
  ...command('stop'),
  idempotent: true,
  route: route('stop'),
  offers: wantedNow('running'),
});

export const componentStart = operation('component.start', {
  ...command('start'),
  idempotent: true,
  route: route('start'),
  offers: wantedNow('stopped'),
});

export const componentProbe = operation('component.probe', {
  title: 'Check a component',
  description: 'Checks a component now; retries at once if it waits',
  icon: 'check',
  risk: 'none',
  tag: 'components',
  input: componentInputSchema,
  result: z.object({ conditions: z.array(conditionSchema) }),
  idempotent: true,
  timeoutMs: probeTimeoutMs,
  route: route('probe'),
  keeps: ['id'],
  target,
  summary: ({ id }, world) => `Check ${titleOf(id, world)}`,
  done: ({ conditions }) =>
    conditions.find(({ status }) => status !== 'true')?.message ?? 'every check passed.',
});

/** The operations that are commands, by action. Their plan is shown before they are given. */
export const componentCommands: Readonly<
  Record<
    CommandAction,
    Operation<string, typeof commandInput, typeof commandOutcomeSchema, undefined, OperationRoute>
  >
> = { restart: componentRestart, stop: componentStop, start: componentStart };

/** Everything that any component can be asked to do. */
export const componentOperations = [componentRestart, componentStop, componentStart, componentProbe] as const;
