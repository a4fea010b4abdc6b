import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditOrchestrators, type AuditReport } from './audit.ts';
import { baseMembers, behaviours, hooks, type Behaviour } from './behaviours.ts';
import { describeAudit } from './report.ts';
import { createSourceTree, parseSource, readSourceTree } from './source-tree.ts';
import { memberName } from './syntax.ts';

const root = resolve(import.meta.dirname, '../..');
const basePath = 'src/main/core/base-orchestrator.ts';
const orchestratorPath = 'src/main/orchestrators/lamp/lamp-orchestrator.ts';

const tree = (files: Readonly<Record<string, string>>) =>
  createSourceTree(
    Object.entries({
      [basePath]: 'export abstract class BaseOrchestrator<T> { initialize(): void {} }',
      'src/main/core/index.ts': `export { BaseOrchestrator } from './base-orchestrator.ts';`,
      ...files,
    }).map(([path, text]) => parseSource(path, text)),
  );

/**
 * Creates an orchestrator that extends the base, with extra code in its class, above it, and in other files
 * of its folder.
 */
const lamp = (parts: { body?: string; above?: string; component?: string } = {}): AuditReport =>
  auditOrchestrators(
    tree({
      [orchestratorPath]: `
        import { BaseOrchestrator, type CoreServices } from '#core/index.ts';
        ${parts.above ?? ''}
        export class LampOrchestrator extends BaseOrchestrator<object> {
          constructor(services: CoreServices) { super(services, definition); this.registerComponent('bulb', bulb, {}); }
          ${parts.body ?? ''}
        }`,
      'src/main/orchestrators/lamp/bulb.ts': parts.component ?? 'export const bulb = {};',
    }),
  );

const areasOf = (report: AuditReport): Behaviour[] => [
  ...new Set(report.orchestrators.flatMap(({ findings }) => findings.map(({ behaviour }) => behaviour))),
];

describe('the audit of this source', () => {
  const report = auditOrchestrators(readSourceTree(root));

  it('finds every orchestrator that extends the base, and no reimplementation', () => {
    expect(report.orchestrators.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report.orchestrators.filter(({ inherits }) => !inherits)).toEqual([]);
    expect(report.empty).toEqual([]);
    expect(report.ok).toBe(true);
  });

  it('recognizes the domain and the pipeline runners', () => {
    expect(report.orchestrators.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'ChatPresenceOrchestrator',
        'FsmOrchestrator',
        'SystemOrchestrator',
        'CoreOrchestrator',
        'ServiceOrchestrator',
        'IntegrationOrchestrator',
      ]),
    );
  });

  it('assigns every public member of the base to a behaviour', () => {
    const found = parseSource(basePath, readFileSync(resolve(root, basePath), 'utf8')).classes.find(
      ({ name }) => name === 'BaseOrchestrator',
    );
    const members = (found?.node.body.body ?? []).flatMap((element) =>
      'key' in element && element.key.type !== 'PrivateIdentifier'
        ? [memberName(element.key, 'computed' in element && element.computed)]
        : [],
    );
    expect(new Set(members)).toEqual(
      new Set(['constructor', ...hooks, ...Object.values(baseMembers).flat()]),
    );
  });
});

describe('an orchestrator that extends the base', () => {
  it('inherits all eight behaviours', () => {
    const report = lamp({
      body: `
        readonly #bulbs = new Map<string, Bulb>();
        readonly #showState = new ShowState();
        #brightness = 0;
        get brightness() { return this.#brightness; }
        bulb(id: string) { return this.#bulbs.get(id) ?? null; }
        protected override ownStatus() { return { brightness: this.#brightness }; }
        protected override onConfigChanged() { void this.unregister('bulb'); }
        async dim(to: number) { return this.safeExecute('dim', () => this.#bulbs.get('a')?.dim(to), { timeoutMs: 5 }); }`,
      component: `
        export class Bulb implements Component {
          #context: ComponentContext | null = null;
          initialize(context) { this.#context = context; context.scope.add(context.clock.setInterval(() => {}, 5)); }
          cleanup() { this.#context = null; }
          getStatus() { return { ...this.facts, ...this.more }; }
          async dim(to) { try { await this.send(to); } catch (thrown) { throw new Fault('bulb.stuck', String(thrown)); } }
          async serve() { for (const each of this.queue) { await this.send(each); } }
        }`,
    });
    expect(report.ok).toBe(true);
    expect(report.orchestrators).toMatchObject([
      { name: 'LampOrchestrator', inherits: true, ancestors: ['BaseOrchestrator'], registrations: 1 },
    ]);
    expect(Object.values(report.orchestrators[0]?.origins ?? {})).toEqual(behaviours.map(() => 'base'));
  });

  it('may extend it indirectly, in another file and under another name', () => {
    const report = auditOrchestrators(
      tree({
        'src/main/core/pipelines/runners.ts': `
          import { BaseOrchestrator as Base } from '../base-orchestrator.ts';
          export abstract class CoreOrchestrator<T> extends Base<T> {}`,
        'src/main/core/all.ts': `export * from './pipelines/runners.ts';`,
        [orchestratorPath]: `
          import { CoreOrchestrator } from '#core/all.ts';
          export class Runbook extends CoreOrchestrator<object> {}`,
      }),
    );
    expect(report.orchestrators.map(({ name, ancestors }) => [name, ancestors])).toEqual([
      ['CoreOrchestrator', ['BaseOrchestrator']],
      ['Runbook', ['CoreOrchestrator', 'BaseOrchestrator']],
    ]);
    expect(report.ok).toBe(true);
  });
});

describe('an orchestrator outside the base', () => {
  it.each([
    ['extends nothing', 'export class LampOrchestrator {}', []],
    [
      'extends something that is only called like it',
      'class BaseOrchestrator {} export class LampOrchestrator extends BaseOrchestrator {}',
      ['BaseOrchestrator'],
    ],
    [
      'has its base from a package',
      `import { BaseOrchestrator } from 'orchestra'; export class LampOrchestrator extends BaseOrchestrator {}`,
      ['BaseOrchestrator'],
    ],
    ['is a class expression', 'export const LampOrchestrator = class {};', []],
  ])('is reported when it %s', (_, text, ancestors) => {
    const report = auditOrchestrators(tree({ [orchestratorPath]: text }));
    const lampAudit = report.orchestrators.find(({ name }) => name === 'LampOrchestrator');
    expect(lampAudit).toMatchObject({ inherits: false, ancestors, file: orchestratorPath });
    expect(Object.values(lampAudit?.origins ?? {})).toEqual(behaviours.map(() => 'none'));
    expect(report.ok).toBe(false);
  });

  it('is reported wherever it is', () => {
    const report = auditOrchestrators(tree({ 'src/main/composition/x.ts': 'class NightOrchestrator {}' }));
    expect(report.orchestrators.map(({ name, inherits }) => [name, inherits])).toEqual([
      ['NightOrchestrator', false],
    ]);
  });

  it('is reported as missing in a folder without one', () => {
    const report = auditOrchestrators(
      tree({ 'src/main/orchestrators/attic/box.ts': 'export const box = 1;' }),
    );
    expect(report.empty).toEqual(['src/main/orchestrators/attic']);
    expect(report.ok).toBe(false);
    expect(describeAudit(report)).toContain('no orchestrator found');
  });

  it("doesn't loop over a class that extends itself indirectly", () => {
    const text = 'class AOrchestrator extends BOrchestrator {} class BOrchestrator extends AOrchestrator {}';
    expect(auditOrchestrators(tree({ [orchestratorPath]: text })).orchestrators).toHaveLength(2);
  });
});

describe('a reimplemented behaviour', () => {
  it.each<[Behaviour, string, string]>([
    ['lifecycle', 'a start of its own', 'async initialize() { await this.#bulb.on(); }'],
    ['lifecycle', 'a stop as a property', 'shutdown = async () => {};'],
    ['lifecycle', 'a flag', '#running = false;'],
    ['lifecycle', 'a flag by its older name', '_isInitialized = false;'],
    ['lifecycle', 'a state', `#phase = 'idle';`],
    ['lifecycle', 'a timer', 'dim() { this.#timer = this.#clock.setInterval(() => {}, 1_000); }'],
    ['components', 'a registry', '#components = new Map<string, Component>();'],
    ['components', 'a registry that is filled later', 'private readonly modules: Record<string, Component>;'],
    ['components', 'a list', 'services: Component[] = [];'],
    ['components', 'a way to look one up', 'getComponent(id: string) { return this.#bulbs.get(id); }'],
    ['components', 'a second way to register', 'addService(service: Component) {}'],
    ['events', 'listeners', '#listeners = new Set<() => void>();'],
    ['events', 'listeners by topic', '#handlers: Map<string, Function[]> = make();'],
    ['events', 'a way to listen', 'subscribe(listener: () => void) {}'],
    ['events', 'an override', 'emit(topic: string) {}'],
    ['events', 'an emitter', '#bus = new EventEmitter();'],
    ['status and health', 'an override', 'getHealth() { return { level: "healthy" }; }'],
    ['status and health', 'a question of its own', 'isHealthy() { return true; }'],
    ['status and health', 'an accessor', 'get status() { return {}; }'],
    ['status and health', 'a clock of its own', '#startedAt = 0;'],
    ['errors', 'a wrapper by its name', 'async withRetry() {}'],
    ['errors', 'an error that becomes nothing', 'async dim() { try { await go(); } catch { return null; } }'],
    ['errors', 'an error that is not even looked at', 'async dim() { try { await go(); } catch {} }'],
    ['configuration', 'a setter', 'updateConfig(partial: object) {}'],
    ['configuration', 'a copy', '#settings = {};'],
    ['configuration', 'a merge', 'dim() { return { ...defaults, ...given }; }'],
    ['configuration', 'a merge in the old way', 'dim() { return Object.assign({}, this.config, given); }'],
    ['configuration', 'a check', 'dim(given: unknown) { return lampConfig.parse(given); }'],
    ['logging', 'a logger', '#log = createLog();'],
    ['logging', 'a method', 'log(text: string) {}'],
    ['logging', 'the console', 'dim() { console.log("dimmed"); }'],
    ['scoped use', 'a disposer', 'async [Symbol.asyncDispose]() { await this.dim(); }'],
    ['scoped use', 'a second disposer', '[Symbol.dispose]() {}'],
    [
      'scoped use',
      'a scope by hand',
      'async night(body) { try { await this.initialize(); await body(); } finally { await this.cleanup(); } }',
    ],
  ])('is reported: %s, as %s of the orchestrator', (behaviour, _, body) => {
    const report = lamp({ body });
    expect(areasOf(report)).toEqual([behaviour]);
    expect(report.orchestrators[0]?.origins[behaviour]).toBe('own');
    expect(report.ok).toBe(false);
  });

  it.each<[Behaviour, string, string]>([
    ['lifecycle', 'a component started by hand', 'export const go = (bulb: Bulb) => bulb.initialize();'],
    ['events', 'a package', `import { EventEmitter } from 'node:events';`],
    ['events', 'a subclass', 'class Bulb extends EventEmitter {}'],
    ['status and health', 'a roll-up', 'const combineHealth = (all) => all.every(Boolean);'],
    [
      'errors',
      'a loop of attempts',
      'export const go = async () => { for (;;) { try { await call(); break; } catch { await sleep(clock, 500); } } };',
    ],
    [
      'errors',
      'a wrapper',
      'const quietly = async (work: () => Promise<void>) => { try { return await work(); } catch { return undefined; } };',
    ],
    ['errors', 'a breaker', 'class LampCircuitBreaker {}'],
    ['errors', 'a package', `import pRetry from 'p-retry';`],
    ['configuration', 'the environment', 'export const host = process.env.LAMP_HOST;'],
    ['configuration', 'a merge', 'const deepMerge = (a, b) => a;'],
    ['logging', 'a package', `import { getLogger } from '@logtape/logtape';`],
    ['logging', 'standard output', 'process.stdout.write("on");'],
    [
      'scoped use',
      'a scope',
      'const night = async () => { try { await body(); } finally { await lamp.cleanup(); } };',
    ],
  ])('is reported: %s, as %s in another file of its folder', (behaviour, _, component) => {
    const report = lamp({ component });
    expect(areasOf(report)).toEqual([behaviour]);
    expect(report.orchestrators[0]?.findings[0]?.file).toBe('src/main/orchestrators/lamp/bulb.ts');
  });

  it.each([
    [
      'a loop that waits for work',
      'const run = async () => { for (const each of list) { await handle(each); } };',
    ],
    [
      'a loop that gives up at the first error',
      'const run = async () => { for (;;) { try { await call(); await sleep(1); } catch (thrown) { throw wrap(thrown); } } };',
    ],
    [
      'a parser that answers null',
      'const read = (text) => { try { return JSON.parse(text); } catch { return null; } };',
    ],
    ['two spreads of facts', 'const both = { ...facts, ...more };'],
    ['a word in a comment', '// console.log, process.env, new EventEmitter()\nexport const bulb = 1;'],
    ['a word in a string', `export const words = 'console.log and process.env';`],
    ['a type', 'import type { Logger } from "#core/logger.ts"; export type Listeners = Set<Logger>;'],
  ])('is not reported in %s', (_, component) => {
    expect(areasOf(lamp({ component }))).toEqual([]);
  });
});

describe('the report', () => {
  it('says where the problem is, what it is, and what to do instead', () => {
    const report = lamp({ body: '\n#running = false;', above: `import { EventEmitter } from 'events';` });
    const text = describeAudit(report);
    expect(text).toMatch(
      /lamp-orchestrator\.ts:\d+: LampOrchestrator keeps the lifecycle flag "running" \(lifecycle\): make it a component/,
    );
    expect(text).toMatch(
      /^LampOrchestrator +own +base +own +base +base +base +base +base +BaseOrchestrator$/m,
    );
    expect(text).toContain(
      '1 orchestrator: 1 extend the base, 0 do not; 2 places repeat the base, in 2 of 8 areas',
    );
  });

  it('fails for a file that is not TypeScript', () => {
    expect(() => parseSource('src/a.ts', 'class {')).toThrow('src/a.ts cannot be read');
  });
});
