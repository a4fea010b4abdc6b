import { describe, expect, it } from 'vitest';
import type { AnyOperation } from './define.ts';
import { componentCommands, componentOperations, componentProbe, componentStop } from './components.ts';
import { nothingKnown, type OperationWorld } from './world.ts';

const world: OperationWorld = {
  ...nothingKnown,
  components: [
    { id: 'obs:main', desired: 'running' },
    { id: 'discord', desired: 'stopped' },
  ],
  titleOf: (id) => (id === 'obs:main' ? 'OBS' : null),
};
const outcome = {
  commandId: '1',
  action: 'stop',
  target: 'obs:main',
  result: 'timed-out',
  message: 'Not finished after 15 s: OBS is still stopping',
  elapsedMs: 15_000,
} as const;

describe('the operations of components', () => {
  it('offer the commands that fit the desired state of each component, and name the component', () => {
    const offered = componentOperations.flatMap((each: AnyOperation) =>
      each.offers(world).map((input) => each.summary(input, world)),
    );
    expect(offered).toEqual(['Restart OBS', 'Stop OBS', 'Start discord']);
  });

  it('have one command for each action, at its address', () => {
    expect(Object.entries(componentCommands).map(([action, { id, route }]) => [action, id, route])).toEqual(
      ['restart', 'stop', 'start'].map((action) => [
        action,
        `component.${action}`,
        { method: 'POST', path: `/components/{id}/${action}` },
      ]),
    );
  });

  it('report what was observed, whatever the outcome of the command', () => {
    expect(componentStop.done(outcome, { id: 'obs:main' })).toBe(outcome.message);
  });

  it.each([
    [[], 'every check passed.'],
    [['true'], 'every check passed.'],
    [['true', 'false'], 'check 1 is false'],
    [['unknown'], 'check 0 is unknown'],
  ] as const)('report what a check found: %o', (states, words) => {
    const conditions = states.map((status, index) => ({
      type: 'ready',
      status,
      severity: 'degraded' as const,
      reason: 'Seen',
      message: `check ${index} is ${status}`,
      since: 0,
      checkedAt: 0,
    }));
    const parsed = componentProbe.result.safeParse({ conditions });
    if (!parsed.success) throw parsed.error;
    expect(componentProbe.done(parsed.data, { id: 'obs:main' })).toBe(words);
  });
});
