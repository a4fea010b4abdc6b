import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createSourceTree, parseSource, readSourceTree } from './source-tree.ts';
import { auditTopics } from './topic-rules.ts';

const show = 'src/shared/catalogue/topics/show.ts';
const fsm = 'src/main/orchestrators/fsm/show-state.ts';
const declaration = `
  import { ownTopic } from './define.ts';
  export const showStateChanged = ownTopic('show.state-changed', facts);`;

const findings = (files: Readonly<Record<string, string>>) =>
  auditTopics(
    createSourceTree(
      Object.entries({ [show]: declaration, ...files }).map(([path, text]) => parseSource(path, text)),
    ),
  ).map(({ file, what }) => `${file}: ${what}`);

it('finds no problem in this source', () => {
  expect(auditTopics(readSourceTree(resolve(import.meta.dirname, '../..')))).toEqual([]);
});

it('lets the owner of a topic emit it, and everyone subscribe to it', () => {
  const emits = `
    import { showStateChanged } from '#shared/catalogue/topics/show.ts';
    context.events.emit(showStateChanged({ from: null, to: 'live' }));`;
  const hears = `
    import { showStateChanged } from '#shared/catalogue/topics/show.ts';
    events.on(showStateChanged, ({ data }) => see(data.to));`;
  expect(findings({ [fsm]: emits, 'src/main/composition/watch.ts': hears })).toEqual([]);
});

it.each([
  [
    'a topic that is declared outside the catalogue',
    fsm,
    `import { topic } from '#shared/catalogue/topics/define.ts';
     const ended = topic('show.ended', facts);`,
    'declares the topic show.ended: declare it in src/shared/catalogue/topics/',
  ],
  [
    'a topic that is declared under another local name',
    fsm,
    `import { topic as declare } from '#shared/catalogue/topics/define.ts';
     const ended = declare('show.ended', facts);`,
    'declares the topic show.ended: declare it in src/shared/catalogue/topics/',
  ],
  [
    'a topic that is declared twice',
    'src/shared/catalogue/topics/obs.ts',
    `import { topic } from './define.ts';
     export const again = topic('show.state-changed', facts);`,
    `declares show.state-changed again, after ${show}:3`,
  ],
  [
    'a topic that another room emits',
    'src/main/composition/watch.ts',
    `import { showStateChanged } from '#shared/catalogue/topics/show.ts';
     system.events.emit('fsm', showStateChanged({ from: null, to: 'live' }));`,
    'emits showStateChanged of show.ts: its owner emits it',
  ],
  [
    'a bare name in the hands of a component',
    fsm,
    `context.events.emit('show.ended', { message: 'The show is over.' });`,
    'emits show.ended as a bare name: declare it in src/shared/catalogue/topics/',
  ],
  [
    'a bare name on the bus',
    fsm,
    'bus.emit(id, `show.${state}`, { message });',
    'emits show.x as a bare name: declare it in src/shared/catalogue/topics/',
  ],
  [
    'a regular expression over the name of a topic',
    fsm,
    'const isShow = /^show/.test(event.topic);',
    'tests the name of a topic by test: ask a property of the topic',
  ],
  [
    'a prefix of the name of a topic',
    fsm,
    `const isShow = topic.startsWith('show.');`,
    'tests the name of a topic by startsWith: ask a property of the topic',
  ],
])('finds %s', (_, path, text, what) => {
  expect(findings({ [path]: text })).toEqual([`${path}: ${what}`]);
});

it('finds a topic file that is missing from the list', () => {
  const index = 'src/shared/catalogue/topics/index.ts';
  const list = `import { topic } from './define.ts'; export const topics = [];`;
  const left = `${show}: is not in ${index}: add its topics there`;
  expect(findings({ [index]: list })).toEqual([left]);
  expect(findings({ [index]: `import { showTopics } from './show.ts';` })).toEqual([]);
});

it('treats the orchestrator of the same name as the owner of a topic file', () => {
  const lamp = `
    import { topic } from './define.ts';
    export const lampLit = topic('lamp.lit', facts);`;
  const emits = `
    import { lampLit } from '#shared/catalogue/topics/lamp.ts';
    events.emit(lampLit({}));`;
  const declared = { 'src/shared/catalogue/topics/lamp.ts': lamp };
  expect(findings({ ...declared, 'src/main/orchestrators/lamp/bulb.ts': emits })).toEqual([]);
  expect(findings({ ...declared, 'src/main/orchestrators/fsm/bulb.ts': emits })).toHaveLength(1);
});
