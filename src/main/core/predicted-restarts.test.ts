import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import type { ComponentView } from '#shared/model/index.ts';
import { readModelRuns } from './testing/model-runs.ts';
import {
  createScriptedSystem,
  needsOf,
  type ScriptedExtra,
  type ScriptedParts,
  type ScriptedSystem,
} from './testing/scripted-system.ts';

/** The restarts that a preview of a settings change predicts are the restarts that happen. */

const away = (): Fault => new Fault('part.away', 'It is away', { kind: 'transient', retryAfterMs: 600_000 });
const wrong = (): Fault => new Fault('part.wrong', 'The address is wrong', { kind: 'configuration' });

const start = async (
  groups: Readonly<Record<string, ScriptedParts>>,
  extra?: Record<string, ScriptedExtra>,
) => {
  const scripted = createScriptedSystem(groups, extra);
  const starting = scripted.system.start();
  await scripted.clock.advance(1_000);
  await starting;
  return scripted;
};

const lives = ({ part }: ScriptedSystem, id: string): number =>
  part(id).calls.filter((call) => call === 'initialize').length;

/** Returns true when it runs or waits on its own account, not for another component. */
const isThere = ({ kind, state, waiting }: ComponentView): boolean =>
  kind !== 'orchestrator' && state !== 'idle' && state !== 'stopped' && waiting?.for !== 'dependency';

/** Changes the settings of `show` and compares the preview with the result. */
const change = async (scripted: ScriptedSystem, patch: object) => {
  const { system, clock } = scripted;
  const before = new Map(
    system
      .list()
      .filter(isThere)
      .map(({ id }) => [id, lives(scripted, id)]),
  );
  const previewed = system.previewConfig('show', patch);
  const applied = system.applyConfig('show', patch);
  await clock.settle();
  await clock.settle();
  return {
    previewed: previewed.ok ? previewed.value.restarts.toSorted() : previewed.error.code,
    applied: applied.ok ? applied.value.restarts.toSorted() : applied.error.code,
    restarted: [...before].flatMap(([id, count]) => (lives(scripted, id) > count ? [id] : [])).toSorted(),
  };
};

const same = (ids: readonly string[]) => ({ previewed: ids, applied: ids, restarted: ids });

describe('a preview names', () => {
  it('a component that uses a changed path, and its running dependents, across orchestrators', async () => {
    const scripted = await start({
      show: {
        obs: { restartOn: ['port'] },
        scenes: needsOf('obs'),
        overlay: needsOf('scenes'),
        chat: needsOf('obs?'),
      },
      desk: { panel: needsOf('overlay'), clock: {} },
    });
    expect(await change(scripted, { port: 2 })).toEqual(same(['obs', 'overlay', 'panel', 'scenes']));
  });

  it('dependents of the whole orchestrator, only when an essential component restarts', async () => {
    const scripted = await start({
      show: { obs: { restartOn: ['port'] }, clips: { essential: false, restartOn: ['word'] } },
      desk: { panel: needsOf('show'), lamp: needsOf('show?') },
    });
    expect(await change(scripted, { port: 2 })).toEqual(same(['obs', 'panel']));
    expect(await change(scripted, { word: 'b' })).toEqual(same(['clips']));
  });

  it('components whose orchestrator requires it', async () => {
    const scripted = await start(
      { show: { obs: { restartOn: ['port'] } }, desk: { panel: {} } },
      { desk: needsOf('obs') },
    );
    expect(await change(scripted, { port: 2 })).toEqual(same(['obs', 'panel']));
  });

  it('a component that waits for a retry or a setting, and is retried at once', async () => {
    const scripted = await start({
      show: { obs: { restartOn: ['port'], kind: 'bridge' }, chat: { restartOn: ['port'], kind: 'bridge' } },
    });
    scripted.part('obs').breakDown(away());
    scripted.part('chat').breakDown(wrong());
    await scripted.clock.settle();
    expect([scripted.view('obs').waiting?.for, scripted.view('chat').waiting?.for]).toEqual([
      'retry',
      'settings',
    ]);
    expect(await change(scripted, { port: 2 })).toEqual(same(['chat', 'obs']));
  });

  it('a component that waits for an unnamed setting', async () => {
    const scripted = await start({ show: { obs: { kind: 'bridge' } } });
    scripted.part('obs').breakDown(wrong());
    await scripted.clock.settle();
    expect(await change(scripted, { word: 'b' })).toEqual(same(['obs']));
    expect(await change(scripted, { word: 'c' })).toEqual(same([]));
  });

  it('no component that was stopped, alone or with its orchestrator', async () => {
    const scripted = await start({
      show: { obs: { restartOn: ['port'] }, chat: { restartOn: ['port'] }, scenes: needsOf('obs') },
    });
    await scripted.system.command('stop', 'obs');
    expect(await change(scripted, { port: 2 })).toEqual(same(['chat']));
    await scripted.system.command('stop', 'show');
    expect(await change(scripted, { port: 3 })).toEqual(same([]));
  });

  it('nothing before the start', async () => {
    const scripted = createScriptedSystem({ show: { obs: { restartOn: ['port'] } } });
    expect(await change(scripted, { port: 2 })).toEqual(same([]));
  });

  it('no component that waits for another one', async () => {
    const scripted = await start({
      show: { obs: { kind: 'bridge' }, scenes: { ...needsOf('obs'), restartOn: ['port'], essential: false } },
    });
    scripted.part('obs').breakDown(away());
    await scripted.clock.settle();
    expect(scripted.view('scenes').waiting?.for).toBe('dependency');
    expect(await change(scripted, { port: 2 })).toEqual(same([]));
  });

  it('no component that the change switches off, and no dependent of it', async () => {
    const scripted = await start({
      show: {
        obs: { enabled: ({ on }) => on, restartOn: ['port'] },
        scenes: { ...needsOf('obs'), restartOn: ['port'] },
        chat: { restartOn: ['port'] },
      },
      desk: { panel: needsOf('chat', 'obs'), lamp: needsOf('chat') },
    });
    expect(await change(scripted, { on: false, port: 2 })).toEqual(same(['chat', 'lamp']));
  });

  it('no component that the change switches on', async () => {
    const scripted = await start({
      show: { obs: { enabled: ({ on }) => on, restartOn: ['port'] }, chat: {} },
    });
    await change(scripted, { on: false });
    expect(await change(scripted, { on: true, port: 2 })).toEqual(same([]));
    expect(scripted.view('obs').state).toBe('running');
  });

  it('the whole orchestrator when its rolled-back start is retried', async () => {
    const scripted = createScriptedSystem({
      show: { obs: { restartOn: ['port'], kind: 'component' }, chat: {}, clips: { restartOn: ['word'] } },
    });
    scripted.part('obs').starts.push({ fail: wrong() });
    const starting = scripted.system.start();
    await scripted.clock.advance(1_000);
    await starting;
    expect(scripted.states()).toMatchObject({ obs: 'failed' });
    const outcome = await change(scripted, { port: 2 });
    expect(outcome.previewed).toEqual(['chat', 'clips', 'obs']);
    expect(scripted.states()).toMatchObject({ obs: 'running', chat: 'running', clips: 'running' });
  });
});

describe('any change of any system', () => {
  const runs = readModelRuns(150);
  const ids = ['a', 'b', 'c', 'd', 'e'] as const;
  const partOf = (index: number) =>
    fc.record({
      restartOn: fc.subarray(['port', 'word']),
      switched: fc.boolean(),
      essential: fc.boolean(),
      // Only earlier ones, so that needs never form a cycle.
      needs: fc.subarray(ids.slice(0, index).flatMap((id) => [id, `${id}?`])),
      owner: fc.constantFrom('show', 'desk'),
      state: fc.constantFrom('running', 'running', 'running', 'stopped', 'away', 'wrong'),
    });
  const scenario = fc.record({
    parts: fc.tuple(...ids.map((_, index) => partOf(index))),
    patches: fc.array(
      fc.record({ on: fc.boolean(), port: fc.nat(3), word: fc.constantFrom('a', 'b') }, { requiredKeys: [] }),
      { minLength: 1, maxLength: 4 },
    ),
  });

  it(
    'restarts exactly the components of its preview',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenario, async ({ parts, patches }) => {
          const groups: Record<string, Record<string, ScriptedParts[string]>> = { show: {}, desk: {} };
          for (const [index, { restartOn, switched, essential, needs, owner }] of parts.entries()) {
            const group = groups[owner];
            const id = ids[index];
            if (group && id !== undefined)
              group[id] = {
                ...needsOf(...needs),
                essential,
                restartOn,
                ...(switched && { enabled: ({ on }: { readonly on: boolean }) => on }),
              };
          }
          const scripted = await start(groups);
          for (const [index, { state }] of parts.entries()) {
            const id = ids[index] ?? '';
            if (state === 'stopped') await scripted.system.command('stop', id);
            if (scripted.part(id).alive > 0 && state === 'away') scripted.part(id).breakDown(away());
            if (scripted.part(id).alive > 0 && state === 'wrong') scripted.part(id).breakDown(wrong());
            await scripted.clock.settle();
          }
          for (const patch of patches) {
            const { previewed, applied, restarted } = await change(scripted, patch);
            expect({ previewed, applied }).toEqual({ previewed: restarted, applied: restarted });
          }
          const stopping = scripted.system.stop();
          await scripted.clock.advance(60_000);
          await stopping;
        }),
        runs.parameters,
      );
    },
    runs.timeout,
  );
});
