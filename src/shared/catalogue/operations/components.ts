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

/** Longer than the limit of a command, which is at most two minutes and reports what was observed by then. */
const timeoutMs = 150_000;
/** Longer than the limit in each component's check policy. */
const probeTimeoutMs = 60_000;

const route = <TVerb extends string>(verb: TVerb) =>
  ({ method: 'POST', path: `/components/{id}/${verb}` }) as const satisfies OperationRoute;

const desiredNow =
  (desired: OperationWorld['components'][number]['desired']) =>
  ({ components }: OperationWorld) =>
    components.filter((each) => each.desired === desired).map(({ id }) => ({ id }));

/** Button labels of commands. */
export const commandVerbs = {
  restart: 'Restart',
  stop: 'Stop',
  start: 'Start',
} as const satisfies Readonly<Record<CommandAction, string>>;

/**
 * The facts that all commands share. The plan shows the effect on other components before a command is given.
 */
const command = (action: CommandAction, verb = commandVerbs[action]) => ({
  title: `${verb} a component`,
  description: `${verb}s a component; answers when the component has settled or the time limit is reached`,
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
  alsoCalled: ['reconnect', 'reset', 'reload'],
  // Each repeat is another restart.
  idempotent: false,
  route: route('restart'),
  offers: desiredNow('running'),
});

export const componentStop = operation('component.stop', {
  ...command('stop'),
  alsoCalled: ['turn off', 'switch off', 'disable', 'end'],
  idempotent: true,
  route: route('stop'),
  offers: desiredNow('running'),
});

export const componentStart = operation('component.start', {
  ...command('start'),
  alsoCalled: ['turn on', 'switch on', 'enable', 'begin'],
  idempotent: true,
  route: route('start'),
  offers: desiredNow('stopped'),
});

export const componentProbe = operation('component.probe', {
  title: 'Check a component',
  description: 'Checks a component now; retries at once if it is waiting for its next attempt',
  alsoCalled: ['test', 'ping', 'verify'],
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

/** Operations that are commands, by action. The window shows the plan before it runs one. */
export const componentCommands: Readonly<
  Record<
    CommandAction,
    Operation<string, typeof commandInput, typeof commandOutcomeSchema, undefined, OperationRoute>
  >
> = { restart: componentRestart, stop: componentStop, start: componentStart };

/** All operations on a single component. */
export const componentOperations = [componentRestart, componentStop, componentStart, componentProbe] as const;
