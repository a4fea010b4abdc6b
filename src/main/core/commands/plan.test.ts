import { describe, expect, it } from 'vitest';
import { isTroubleLevel, type CommandAction } from '#shared/model/index.ts';
import { Fault } from '#shared/kernel/index.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

const bridge = { kind: 'bridge' } as const;
const groups = {
  stage: { obs: bridge, scenes: needsOf('obs'), clips: needsOf('obs?') },
  show: { rules: needsOf('scenes', 'clips?'), log: {} },
};

/** Returns the steps of a plan, as `stop obs in 0`. */
const stepsOf = ({ system }: ScriptedSystem, action: CommandAction, id: string): readonly string[] => {
  const plan = system.plan(action, id);
  return plan.ok
    ? plan.value.steps.map(({ operation, componentId, wave }) => `${operation} ${componentId} in ${wave}`)
    : [plan.error.message];
};
const darkOf = ({ system }: ScriptedSystem, action: CommandAction, id: string): readonly unknown[] => {
  const plan = system.plan(action, id);
  return plan.ok ? plan.value.alsoStops : [plan.error.message];
};

describe('the plan of a start', () => {
  it('starts required components that are down and dependents that come back, and nothing else', async () => {
    const all = createScriptedSystem(groups);
    expect(stepsOf(all, 'start', 'scenes')).toEqual(['start obs in 0', 'start scenes in 1']);
    await all.system.command('start', 'obs');
    expect(stepsOf(all, 'start', 'scenes')).toEqual(['start scenes in 0']);
    expect(stepsOf(all, 'start', 'rules')).toEqual(['start scenes in 0', 'start rules in 1']);
    expect(darkOf(all, 'start', 'scenes')).toEqual([]);
    await all.system.start();
    await all.system.command('start', 'show');
    expect(stepsOf(all, 'start', 'show')).toEqual([]);
    await all.system.command('stop', 'obs');
    expect(stepsOf(all, 'start', 'obs')).toEqual(['start obs in 0', 'start scenes in 1', 'start rules in 2']);
    expect(darkOf(all, 'start', 'obs')).toEqual([]);
  });

  it('leaves out components that the settings switch off, as targets and as needs', () => {
    const off = { enabled: () => false };
    const all = createScriptedSystem({ show: { obs: off, scenes: needsOf('obs'), log: {} } });
    expect(stepsOf(all, 'start', 'show')).toEqual(['start log in 0', 'start scenes in 1']);
    expect(stepsOf(all, 'start', 'scenes')).toEqual(['start scenes in 0']);
  });

  it('includes all of a required orchestrator', () => {
    const all = createScriptedSystem({ stage: { obs: {}, chat: bridge }, show: { rules: needsOf('stage') } });
    expect(stepsOf(all, 'start', 'rules')).toEqual(['start obs in 0', 'start rules in 1']);
  });
});

describe('the plan of a stop', () => {
  it('stops running components, dependents first', async () => {
    const all = createScriptedSystem(groups);
    await all.system.start();
    expect(stepsOf(all, 'stop', 'obs')).toEqual(['stop rules in 0', 'stop scenes in 1', 'stop obs in 2']);
    expect(darkOf(all, 'stop', 'obs')).toEqual([
      { componentId: 'scenes', title: 'scenes' },
      { componentId: 'rules', title: 'rules' },
    ]);
    expect(darkOf(all, 'stop', 'stage')).toEqual([{ componentId: 'rules', title: 'rules' }]);
    await all.system.command('stop', 'scenes');
    expect(stepsOf(all, 'stop', 'obs')).toEqual(['stop obs in 0']);
    expect(darkOf(all, 'stop', 'obs')).toEqual([{ componentId: 'rules', title: 'rules' }]);
  });
});

describe('the plan of a restart', () => {
  it('stops and starts it with its dependents, and leaves its requirements running', async () => {
    const all = createScriptedSystem(groups);
    await all.system.start();
    expect(stepsOf(all, 'restart', 'scenes')).toEqual([
      'stop rules in 0',
      'stop scenes in 1',
      'start scenes in 2',
      'start rules in 3',
    ]);
    expect(stepsOf(all, 'restart', 'log')).toEqual(['stop log in 0', 'start log in 1']);
  });

  it('of a stopped component is a start', async () => {
    const all = createScriptedSystem(groups);
    expect(stepsOf(all, 'restart', 'scenes')).toEqual(['start obs in 0', 'start scenes in 1']);
  });
});

describe('an impossible plan', () => {
  it('reports an unknown id', () => {
    const { system } = createScriptedSystem(groups);
    expect(system.plan('start', 'nobody')).toMatchObject({
      ok: false,
      error: {
        code: 'component.unknown',
        kind: 'configuration',
        message: 'There is no component "nobody"',
      },
    });
  });

  it.each([
    ['a need that nobody has', needsOf('nowhere'), '"late" needs "nowhere", which does not exist'],
    ['a circle', needsOf('late'), 'late → late'],
  ])(
    'because of %s registered since then is refused with the same reason as the command',
    async (_, options, words) => {
      const { system, registerLate } = createScriptedSystem({ show: { obs: bridge } });
      registerLate('show', 'late', options);
      expect(system.plan('start', 'obs')).toMatchObject({
        ok: false,
        error: { code: 'registry.bad-graph', message: expect.stringContaining(words) },
      });
      await expect(system.command('start', 'obs')).resolves.toMatchObject({
        ok: false,
        error: { code: 'registry.bad-graph' },
      });
    },
  );
});

describe('the connections lost by a stop', () => {
  const losesOf = ({ system }: ScriptedSystem, action: CommandAction, id: string): readonly string[] => {
    const plan = system.plan(action, id);
    return plan.ok ? plan.value.losesConnection.map(({ componentId }) => componentId).toSorted() : [];
  };
  const show = {
    desk: { rehearsal: {}, journal: {} },
    chat: {
      auth: needsOf('rehearsal'),
      twitch: { ...bridge, ...needsOf('rehearsal?', 'auth?') },
      discord: { ...bridge, ...needsOf('rehearsal?') },
      inbox: { needs: [{ id: 'twitch', required: false, waits: false }] },
    },
    fsm: { 'show-state': needsOf('discord?') },
  };

  it('are those of components with a direct or indirect optional need on a stopped one, except those that stop too', async () => {
    const all = createScriptedSystem(show);
    await all.system.start();
    expect(darkOf(all, 'stop', 'rehearsal')).toEqual([{ componentId: 'auth', title: 'auth' }]);
    expect(losesOf(all, 'stop', 'rehearsal')).toEqual(['discord', 'show-state', 'twitch']);
    expect(losesOf(all, 'restart', 'rehearsal')).toEqual(['discord', 'show-state', 'twitch']);
    expect(losesOf(all, 'stop', 'desk')).toEqual(['discord', 'show-state', 'twitch']);
    expect(losesOf(all, 'stop', 'auth')).toEqual(['twitch']);
    expect(losesOf(all, 'start', 'rehearsal')).toEqual([]);
  });

  it('leave out components that are switched off, and needs that are not waited for', async () => {
    const all = createScriptedSystem(show);
    await all.system.start();
    await all.system.command('stop', 'discord');
    expect(losesOf(all, 'stop', 'rehearsal')).toEqual(['twitch']);
    expect(losesOf(all, 'stop', 'twitch')).toEqual([]);
  });

  it('are, together with the stopped components, all that have problems after a stop, in any system', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const random = createSeededRandom(seed);
      const count = 4 + Math.floor(random.next() * 8);
      const ids = Array.from({ length: count }, (_, index) => `c${index}`);
      // Needs point only to earlier components, so that there is no cycle.
      const needs = ids.map((_, index) =>
        ids.slice(0, index).flatMap((id) => {
          const roll = random.next();
          return roll < 0.15 ? [{ id, required: true }] : roll < 0.4 ? [{ id, required: false }] : [];
        }),
      );
      const half = Math.ceil(count / 2);
      const parts = (from: number, to: number) =>
        Object.fromEntries(
          ids.slice(from, to).map((id, at) => [id, { ...bridge, needs: needs[from + at] ?? [] }]),
        );
      const all = createScriptedSystem({ first: parts(0, half), second: parts(half, count) });
      await all.system.start();
      const target = ids[Math.floor(random.next() * count)] ?? 'c0';
      const plan = all.system.plan('stop', target);
      if (!plan.ok) throw plan.error;
      const listed = new Set([
        target,
        ...plan.value.alsoStops.map(({ componentId }) => componentId),
        ...plan.value.losesConnection.map(({ componentId }) => componentId),
      ]);
      await all.system.command('stop', target);
      // A user of a stopped component loses its connection, and so does a user of that user.
      for (const [index, id] of ids.entries()) {
        const uses = (needs[index] ?? []).some((need) => all.view(need.id).health.level !== 'healthy');
        if (uses) all.part(id).context?.fail(new Fault('link.lost', 'The link broke', { kind: 'transient' }));
      }
      await all.clock.settle();
      const troubled = ids.filter((id) => isTroubleLevel(all.view(id).health.level));
      expect(
        troubled.filter((id) => !listed.has(id)),
        `seed ${seed}, stopping ${target}`,
      ).toEqual([]);
      expect(new Set(all.system.verdict().problems.map(({ componentId }) => componentId)).size).toBeLessThan(
        2,
      );
    }
  });
});
