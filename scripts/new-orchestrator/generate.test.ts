import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOrchestrators } from '../audit/audit.ts';
import { auditManifests } from '../audit/manifests.ts';
import { readSourceTree } from '../audit/source-tree.ts';
import { checkBorders } from '../borders/check.ts';
import { addProgramClient } from '../recipes/program-client.ts';
import { ProjectCopy } from '../recipes/project-copy.ts';
import { recipes, reportChanges } from '../recipes/recipes.ts';
import { generateOrchestrator } from './generate.ts';

const templates = resolve(import.meta.dirname, '../templates/orchestrator');
const longName = 'night-watch-over-everything-there-is';
const generated = 'src/main/orchestrators/night-watch';
const program = 'src/main/composition/night-watch.test.ts';

let copy: ProjectCopy;

beforeAll(async () => {
  copy = new ProjectCopy();
  for (const name of ['night-watch', longName]) await copy.run('scripts/new-orchestrator.ts', name);
});

afterAll(() => copy[Symbol.dispose]());

describe('a new orchestrator', () => {
  it('has a manifest, a class, a configuration, a component, a README and tests', () => {
    expect(readdirSync(join(copy.root, generated)).toSorted()).toEqual([
      'README.md',
      'config.ts',
      'manifest.ts',
      'night-watch-orchestrator.test.ts',
      'night-watch-orchestrator.ts',
      'pulse.test.ts',
      'pulse.ts',
    ]);
    const all = readdirSync(join(copy.root, generated)).map((file) => copy.read(`${generated}/${file}`));
    expect(all.join('\n')).not.toMatch(/\{\{|\}\}/);
  });

  it('is formatted, whatever the length of its name', async () => {
    const printed = await copy.run(
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      generated,
      `src/main/orchestrators/${longName}`,
      'src/shared/catalogue/topics',
    );
    expect(printed).toContain('All matched files use Prettier code style');
  }, 120_000);

  it('passes lint', async () => {
    expect(await copy.run('node_modules/oxlint/bin/oxlint', '--deny-warnings', generated)).toContain(
      '0 warnings and 0 errors',
    );
  }, 120_000);

  it('respects the borders', () => {
    expect(checkBorders(copy.root).violations.filter(({ file }) => file.startsWith(`${generated}/`))).toEqual(
      [],
    );
  });

  it('inherits all eight behaviours from the base', () => {
    const found = auditOrchestrators(readSourceTree(copy.root)).orchestrators.filter(({ file }) =>
      file.startsWith(`${generated}/`),
    );
    expect(found).toMatchObject([
      { name: 'NightWatchOrchestrator', inherits: true, findings: [], registrations: 1 },
    ]);
  });

  it('passes the conformance suite and its own tests', async () => {
    const printed = await copy.runTests(`${generated}/`);
    expect(printed).toContain('night-watch as an orchestrator');
    expect(printed).toMatch(/Tests\s+\d\d passed/);
    expect(printed).not.toContain('failed');
  }, 180_000);
});

const list = 'src/main/composition/manifests.ts';

/** The one edit that a generated orchestrator needs: its manifest in the list. */
const addToList = (manifest: string, name: string): void => {
  copy.edit(
    list,
    [
      "import type { OrchestratorManifest } from '#core/index.ts';",
      `import type { OrchestratorManifest } from '#core/index.ts';\nimport { ${manifest} } from '#main/orchestrators/${name}/manifest.ts';`,
    ],
    ['\n];', `\n  ${manifest},\n];`],
  );
};

/** Starts the whole program in the copy, and checks for the generated orchestrator. */
const programTest = `
import { openApi } from './testing/open-api.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settingsPatch } from '#shared/catalogue/operations/settings.ts';
import { asOwner } from './testing/as-owner.ts';
import { Programs } from './testing/programs.ts';

it('runs, is in the graph, and has its settings', async () => {
  await using programs = new Programs();
  const quiet = { twitch: { enabled: false }, obs: { instances: [] } };
  writeFileSync(
    join(programs.home, 'settings.json'),
    JSON.stringify({ version: 1, 'chat-presence': quiet, 'night-watch': { pulseSeconds: 1 } }),
  );
  const application = await programs.start({ mode: 'live', environment: { CUELIGHT_KEYRING: 'off' } });
  const { system, settings } = application.gatewayPorts;
  const pulse = () => system.list().find(({ id }) => id === 'night-watch-pulse');
  await expect.poll(() => pulse()?.state).toBe('running');
  expect(system.detail('night-watch-pulse')).toMatchObject({ parent: 'night-watch', settingsPath: 'night-watch' });
  expect(system.detail('night-watch')).toMatchObject({
    kind: 'orchestrator',
    title: 'Night watch',
    settingsPath: 'night-watch',
  });
  const { problem, sections } = await settings.describe();
  expect(problem).toBeNull();
  expect(sections.map(({ path }) => path).slice(-4)).toEqual(['fsm', 'night-watch', '${longName}', 'data']);
  expect(sections.find(({ path }) => path === 'night-watch')).toMatchObject({
    title: 'Night watch',
    values: { pulseSeconds: 1 },
    schema: { type: 'object', properties: { pulseSeconds: { title: expect.any(String) } } },
  });
  await using api = openApi(application);
  const { client } = api;
  expect((await client.settings.get()).sections.map(({ path }) => path)).toContain('night-watch');
  expect(await client.components.get({ id: 'night-watch-pulse' })).toMatchObject({ title: expect.any(String) });
  const pulses = async () => {
    const { events } = await client.events.query({ topic: 'night-watch.pulsed' });
    return events.map(({ source }) => source);
  };
  await expect.poll(pulses, { timeout: 20_000 }).toContain('night-watch-pulse');
  const before = pulse()?.startedAt ?? 0;
  expect(settings.preview('night-watch', { pulseSeconds: 8 })).toMatchObject({
    ok: true,
    value: { restarts: ['night-watch-pulse'] },
  });
  const change = { path: 'night-watch', values: { pulseSeconds: 8 } };
  expect(await asOwner(application, settingsPatch, change)).toMatchObject({ ok: true });
  await expect.poll(() => pulse()?.startedAt ?? 0).toBeGreaterThan(before);
});
`;

describe('a new orchestrator whose manifest is in the list', () => {
  it('fails the audit until the manifest is added', () => {
    const missing = auditManifests(readSourceTree(copy.root)).map(({ file, what }) => `${file}: ${what}`);
    expect(missing).toEqual([
      `src/main/orchestrators/${longName}/manifest.ts: "${longName}" is not in the list: add its manifest to src/main/composition/manifests.ts`,
      `${generated}/manifest.ts: "night-watch" is not in the list: add its manifest to src/main/composition/manifests.ts`,
    ]);
    addToList('nightWatchManifest', 'night-watch');
    addToList('nightWatchOverEverythingThereIsManifest', longName);
  });

  it('passes the audit after the table of topics is updated', async () => {
    const audit = 'scripts/audit-orchestrators.ts';
    await expect(copy.run(audit)).rejects.toThrow('topics.md is out of date');
    await copy.run(audit, '--write');
    expect(await copy.run(audit)).toContain('10 orchestrators: 10 extend the base, 0 do not');
    expect(copy.read('docs/subjects/topics.md')).toContain('night-watch.pulsed');
  }, 60_000);

  it('passes the compiler with the whole program', async () => {
    addProgramClient(copy);
    copy.addScratch(program, programTest.trimStart());
    expect(
      await copy.checkTypes('src/main/composition/index.ts', program, 'src/main/orchestrators/*/*.ts'),
    ).toBe('');
  }, 400_000);

  it('runs in the program, is in the graph and the API, has its settings and form, and is in the journal', async () => {
    expect(await copy.runTests(program)).toMatch(/Tests\s+1 passed/);
  }, 180_000);

  it('edits one existing file, the list of manifests; commands update the lists of topics', () => {
    // The copy has two new orchestrators; both edits are in the same file.
    const changes = copy.changes();
    reportChanges('orchestrator', {
      ...changes,
      added: changes.added.filter((path) => !path.includes(longName)),
    });
    expect(changes.edited).toEqual([list]);
    expect(changes.edited.length).toBeLessThanOrEqual(recipes.orchestrator.limit);
    expect(changes.renewed).toEqual(['docs/subjects/topics.md', 'src/shared/catalogue/topics/index.ts']);
  });
});

describe('a name', () => {
  it.each([
    ['', 'new-orchestrator.no-name'],
    ['   ', 'new-orchestrator.no-name'],
    ['Night', 'new-orchestrator.bad-name'],
    ['night watch', 'new-orchestrator.bad-name'],
    ['night_watch', 'new-orchestrator.bad-name'],
    ['../night', 'new-orchestrator.bad-name'],
    ['-night', 'new-orchestrator.bad-name'],
    ['night--watch', 'new-orchestrator.bad-name'],
    ['9lives', 'new-orchestrator.bad-name'],
    ['n'.repeat(41), 'new-orchestrator.bad-name'],
    ['night-orchestrator', 'new-orchestrator.bad-name'],
    ['__proto__', 'new-orchestrator.bad-name'],
    ['testing', 'new-orchestrator.reserved-name'],
    ['core', 'new-orchestrator.reserved-name'],
    ['night-watch', 'new-orchestrator.taken-name'],
    ['fsm', 'new-orchestrator.taken-name'],
    ['outbox', 'new-orchestrator.taken-name'],
    ['program', 'new-orchestrator.taken-name'],
    ['data', 'new-orchestrator.taken-name'],
  ])('"%s" is rejected with one sentence (%s), and nothing is written', (name, code) => {
    const before = readdirSync(join(copy.root, 'src/main/orchestrators'));
    const made = generateOrchestrator(copy.root, templates, name);
    expect(made.ok ? null : made.error.code).toBe(code);
    expect(made.ok ? '' : made.error.message).toMatch(/^\S(?:(?!\. )[^\n])*[^.\s]$/);
    expect(readdirSync(join(copy.root, 'src/main/orchestrators'))).toEqual(before);
  });

  it('that is rejected fails the command with one line', async () => {
    const refused = copy.run('scripts/new-orchestrator.ts', 'fsm');
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('There is already src/main/orchestrators/fsm: choose another name.'),
      cause: { code: 1, stderr: 'There is already src/main/orchestrators/fsm: choose another name.\n' },
    });
  });
});
