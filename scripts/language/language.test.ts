import { describe, expect, it } from 'vitest';
import { judgeFile } from './judge.ts';
import { textsInCode, textsInMarkdown } from './texts.ts';

const rulesBroken = (file: string, source: string): readonly string[] =>
  judgeFile(file, source).map(({ line, rule, found }) => `${line} ${rule}: ${found}`);

describe('the language check', () => {
  it.each([
    [
      '/** What is told to stop comes to its end. */',
      ['1 opening: What', '1 told: is told', '1 come to: comes to its end'],
    ],
    ['/** Whether it runs. */', ['1 opening: Whether']],
    ['/**\n * How long it takes.\n */', ['1 opening: How']],
    ['// Begins anew.', ['1 anew: anew']],
    [`const sentence = 'All 21 parts are well, 2 are off';`, ['1 well: are well', '1 parts: 21 parts']],
    ['const sentence = `Backups of ${name} are not well`;', ['1 well: not well']],
    [`const saved = 'It works now! Go on';`, ['1 exclamation: w!']],
    [`const hint = 'Please sign in';`, ['1 please: Please']],
    ['// A phrase that is\n// told over two lines.', ['1 told: is told']],
    ['/**\n * Returns the parts that are\n * well.\n */', ['1 well: are well']],
    ['const sentence = `${name}  anew`;', ['1 anew: anew']],
    [`// ${'word '.repeat(24)}end`, ['1 width: 126 columns']],
    [`const one = 1; // ${'word '.repeat(20)}end`, ['1 width: 121 columns']],
    [`// ${'word '.repeat(24)}${'x'.repeat(60)}`, ['1 width: 183 columns']],
    ['/** @returns one anew */', ['1 anew: anew']],
    [`const label = 'Mended';`, ['1 mend: Mended']],
    [`const sentence = 'It is ' + 'told';`, ['1 told: is told']],
    [`const bridge = { getFact: () => (open ? 'signed in' : null) };`, ['1 small fact: signed']],
    ['class Inbox { getFact() { return `${count === 0 ? "no" : count} messages`; } }', ['1 small fact: no']],
    [`const facts = { open: 'agrees', shut: 'Not open' };`, ['1 small fact: agrees']],
  ])('refuses %j', (source, broken) => {
    expect(rulesBroken('src/main/planted.ts', source)).toEqual(broken);
  });

  it('refuses the words inside an element', () => {
    expect(rulesBroken('src/renderer/planted.tsx', 'const Part = () => <p>Mend all of it</p>;')).toEqual([
      '1 mend: Mend',
    ]);
    expect(rulesBroken('src/renderer/planted.tsx', 'const Part = () => <b>Please</b>;')).toEqual([
      '1 please: Please',
    ]);
  });

  it('refuses them in a style sheet', () => {
    expect(rulesBroken('src/renderer/planted.css', 'p {\n  /* Drawn anew. */\n}\n')).toEqual([
      '2 anew: anew',
    ]);
  });

  it('refuses them in the title of a test, also of one that runs for many rows', () => {
    const source = `describe('OBS', () => { it.each(rows)('begins anew after %s', () => expect('it is well').toBe(1)); });`;
    expect(rulesBroken('src/main/planted.test.ts', source)).toEqual(['1 anew: anew']);
  });

  it('refuses them in a document, but not in its code', () => {
    expect(rulesBroken('docs/planted.md', 'It begins anew.\n\n```ts\n// anew\n```\n')).toEqual([
      '1 anew: anew',
    ]);
  });

  it('refuses a phrase that wraps in a document, at the line where it starts', () => {
    const source =
      'Nothing here, `code that\nwraps anew` and\n- a row that takes\n  back `one` and is well\n';
    expect(rulesBroken('docs/planted.md', source)).toEqual(['4 well: is well', '3 take back: takes back']);
  });

  it.each([
    '/** Returns the state of one OBS connection. */',
    '/** True when no progress is possible without outside input. */',
    '// Names such as `takeBack()` and `anew` are code.',
    '// oxlint-disable-next-line no-console -- the mended one',
    `const id = 'mended';`,
    `import { pardon } from './mend anew.ts';`,
    `const sentence = 'OBS is well known';`,
  ])('takes %j', (source) => {
    expect(rulesBroken('src/main/planted.ts', source)).toEqual([]);
  });

  it('tells doc comments from others, and reads a comment without its stars', () => {
    const source = '/**\n * Returns one.\n *\n * Not two.\n */\nexport const one = 1; // not two\n';
    expect(textsInCode('src/main/planted.ts', source)).toEqual([
      { kind: 'doc', line: 1, text: 'Returns one.\n\nNot two.' },
      { kind: 'comment', line: 6, text: 'not two' },
    ]);
  });

  it('refuses wide lines of a document, but not in tables and code', () => {
    const wide = `${'word '.repeat(24)}end`;
    expect(rulesBroken('docs/planted.md', `${wide}\n\n| ${wide} |\n\n\`\`\`\n${wide}\n\`\`\`\n`)).toEqual([
      '1 width: 123 columns',
    ]);
  });

  it('reads the lines of a document', () => {
    expect(textsInMarkdown('# Title\n\nOne `two` three.\n')).toEqual([
      { kind: 'prose', line: 1, text: '# Title' },
      { kind: 'prose', line: 3, text: 'One `…` three.' },
    ]);
  });
});
