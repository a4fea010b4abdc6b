import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProgramClient } from './program-client.ts';
import { ProjectCopy } from './project-copy.ts';
import { recipes, reportChanges } from './recipes.ts';

const descriptor = `
export const obsMuteAll = operation('obs.mute-all', {
  title: 'Mute everything',
  description: 'Mutes every input of an OBS',
  icon: 'microphone',
  risk: 'visible',
  tag: 'obs',
  input: componentInputSchema,
  result: z.object({ muted: z.array(z.string()) }),
  idempotent: true,
  timeoutMs,
  route: route('mute-all'),
  keeps: ['id'],
  target,
  summary: ({ id }, world) => wordsOf('Mute everything', id, world),
  done: ({ muted }) => (muted.length === 0 ? 'Everything was muted already' : null),
  offers: ({ obs }) =>
    obs.filter(({ inputs }) => inputs?.some(({ muted }) => !muted)).map(({ id }) => ({ id })),
});

/** Everything that an OBS can be asked to do, in the order of the palette. */`;

const handler = `
  implement(obsMuteAll, {
    run: ({ id }) =>
      on(id, async (obs) => {
        const muted: string[] = [];
        for (const { name } of (obs.state.inputs ?? []).filter((input) => !input.muted)) {
          const done = await obs.setMuted(name, true);
          if (!done.ok) return done;
          muted.push(name);
        }
        return ok({ result: { muted } });
      }),
  }),`;

/** Starts the whole program in rehearsal and carries the operation out over the API. */
const programTest = `
import { expect, it } from 'vitest';
import { openApi } from './testing/open-api.ts';
import { Programs } from './testing/programs.ts';

const until = { timeout: 40_000, interval: 100 };

it('is in the API, is carried out by OBS and is a record of the journal', async () => {
  await using programs = new Programs();
  await using api = openApi(await programs.start({ mode: 'rehearsal' }));
  const { client } = api;
  const soundOn = async () =>
    ((await client.obs.state({ id: 'obs:main' })).inputs ?? []).flatMap(({ name, muted }) => (muted ? [] : [name]));
  await expect.poll(async () => (await soundOn().catch(() => [])).length, until).toBeGreaterThan(0);

  const { operations } = await client.operations.list();
  expect(operations.find(({ id }) => id === 'obs.mute-all')).toMatchObject({
    title: 'Mute everything',
    risk: 'visible',
    input: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
  });
  const document = await api.openApi();
  expect(document).toHaveProperty(['paths', '/operations/obs.mute-all', 'post']);
  expect(document).toHaveProperty(['paths', '/obs/{id}/mute-all', 'post']);

  const before = await soundOn();
  const done = await client.operations.do['obs.mute-all']({ id: 'obs:main' });
  expect(done.result.muted.toSorted()).toEqual(before.toSorted());
  await expect.poll(soundOn, until).toEqual([]);
  expect((await client.operations.do['obs.mute-all']({ id: 'obs:main' })).message).toContain('muted already');

  const commands = async () => {
    const { records } = await client.history.records({
      kind: 'command', from: 0, before: Date.now() + 1_000, limit: 50,
    });
    return records.filter(({ subject }) => subject === 'obs:main');
  };
  await expect.poll(async () => (await commands()).length, until).toBe(2);
  for (const record of await commands())
    expect(record).toMatchObject({ title: 'Mute everything obs:main', actor: 'api' });
});
`;

/** Renders the window with its host in memory and reads the palette. */
const paletteTest = `
// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { obsMuteAll } from '#shared/catalogue/operations/obs.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { operationGroups } from './operation-actions.tsx';

afterEach(cleanup);

it('is offered in the palette while an input is not muted', async () => {
  const { stores, unmount } = renderWithStores(<p>ready</p>);
  await screen.findByText('ready');
  await waitFor(() => expect(stores.obs.getState().loaded).toBe(true));
  const { actions = [] } = operationGroups(stores).find(({ group }) => group === 'OBS') ?? {};
  expect(actions.map(({ label }) => label)).toContain('Mute everything');
  const world = stores.world();
  const obs = world.obs.map((view) => ({
    ...view,
    inputs: (view.inputs ?? []).map((input) => ({ ...input, muted: true })),
  }));
  expect(obsMuteAll.offers({ ...world, obs })).toEqual([]);
  unmount();
});
`;

const soundOperations = 'const soundOperations = (on: On): readonly OperationImplementation[] => [';
const catalogue = 'src/shared/catalogue/operations/obs.ts';
const handlers = 'src/main/orchestrators/studio/operations.ts';
const program = 'src/main/composition/mute-all.test.ts';
const palette = 'src/renderer/features/palette/mute-all.test.tsx';

describe('another operation', () => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = new ProjectCopy();
    copy.edit(
      catalogue,
      ['\n/** All operations on an OBS, in palette order. */', descriptor],
      ['  obsSetMuted,\n', '  obsSetMuted,\n  obsMuteAll,\n'],
    );
    copy.edit(
      handlers,
      ['import {\n  obsSaveReplay,', 'import {\n  obsMuteAll,\n  obsSaveReplay,'],
      [soundOperations, `${soundOperations}${handler}`],
    );
    addProgramClient(copy);
    copy.addScratch(program, programTest.trimStart());
    copy.addScratch(palette, paletteTest.trimStart());
  });
  afterAll(() => copy[Symbol.dispose]());

  it('passes the compiler in the program, in the window and in the fakes of both', async () => {
    expect(await copy.checkTypes('src/main/gateway/testing/fake-ports.ts', program, palette)).toBe('');
  }, 400_000);

  it('is in the API with its input schema, is in the palette, runs, and is in the journal', async () => {
    // Also runs the tests of all operations, which pass after the list of the API is updated.
    const printed = await copy.runTests(
      program,
      palette,
      'src/main/gateway/surface.test.ts',
      'src/main/gateway/operations',
      'src/main/gateway/changes-are-operations.test.ts',
      'src/main/composition/program-operations.test.ts',
      'src/main/orchestrators/studio/operations.test.ts',
      'src/shared/catalogue/operations',
      '--update',
    );
    expect(printed).toContain('is in the API, is carried out by OBS and is a record of the journal');
    expect(printed).toContain('is offered in the palette while an input is not muted');
    expect(copy.read('src/main/gateway/__snapshots__/surface.test.ts.snap')).toContain('obs.mute-all');
  }, 400_000);

  it('edits only its owner’s file in the catalogue and the file of its handler', () => {
    const changes = copy.changes();
    reportChanges('operation', changes);
    expect(changes).toEqual({
      added: [],
      edited: [handlers, catalogue],
      renewed: ['src/main/gateway/__snapshots__/surface.test.ts.snap'],
    });
    expect(changes.edited.length).toBeLessThanOrEqual(recipes.operation.limit);
  });
});
