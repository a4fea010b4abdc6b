import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBareTexts } from './foreign-text.ts';
import { ownTexts } from './own-texts.ts';
import { parseSource } from './source-tree.ts';

const renderer = join(import.meta.dirname, '..', '..', 'src', 'renderer');
const drawn = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /^(?:a11y|app|features|stores|ui)\/.*\.tsx$/u.test(path) && !path.endsWith('.test.tsx'))
  .toSorted();

const bareIn = (path: string, source: string): readonly string[] =>
  findBareTexts(parseSource(path, source)).map(({ expression }) => expression);
const inPage = (jsx: string): readonly string[] => bareIn('page.tsx', `const Page = () => ${jsx};`);

describe('the check for text without isolation', () => {
  it.each([
    ['a field', '<p>{viewer.nick}</p>', ['viewer.nick']],
    ['a variable, whatever its name', '<li>{zz}</li>', ['zz']],
    ['one side of a choice', '<p>{gone ? other.name : "gone"}</p>', ['other.name']],
    ['what stands in for nothing', '<p>{title ?? guest.label}</p>', ['title', 'guest.label']],
    ['a piece of a sentence', '<p>{`from ${raider.name}`}</p>', ['raider.name']],
    ['the items of a list', '<ul>{all.map((one) => <li>{one}</li>)}</ul>', ['one']],
    ['the items of a list in a block', '<p>{all.map((one) => { return one.name; })}</p>', ['one.name']],
    ['names in a row', '<p>{names.join(", ")}</p>', ['names']],
    ['a sentence of a function', '<p>{wordsOf(reward)}</p>', ['wordsOf(reward)']],
    ['a sum of texts', '<p>{"by " + author}</p>', ['author']],
    ['an attribute that is spoken', '<button aria-label={`Ban ${name}`} />', ['name']],
    ['a property of a component', '<Modal title={scene.name} />', ['scene.name']],
    ['a child of a fragment', '<>{name}</>', ['name']],
  ])('finds %s', (_what, jsx, found) => {
    expect(inPage(jsx)).toEqual(found);
  });

  it.each([
    '<ForeignText>{viewer.nick}</ForeignText>',
    '<p>{all.map((one) => <li key={one.id}><ForeignText>{one}</ForeignText></li>)}</p>',
    '<p>{names.map(isolate).join(", ")}</p>',
    '<button aria-label={`Ban ${isolate(name)}`} />',
    '<p>{countOf(found.length, "message")} of {list.length}</p>',
    '<p>{stateWords[state]}</p>',
    '<EmptyState title={`Nothing with “${wanted}”`} />',
    '<Icon className={styles.name} id={name} />',
  ])('accepts %s', (jsx) => {
    expect(inPage(jsx)).toEqual([]);
  });

  const withTexts = (jsx: string): readonly string[] =>
    bareIn(
      'page.tsx',
      `const texts = {
        none: 'No messages',
        by: { scenario: 'by the scenario', operator: 'by hand' },
        count: (count: number) => \`\${count} messages\`,
        ban: (name: string) => \`Ban \${isolate(name)}\`,
        raid: (raider: string) => \`Raid by \${raider}\`,
        block: (count: number, title: string): string => {
          if (count === 0) return texts.none;
          return title;
        },
      } as const;
      const Page = () => ${jsx};`,
    );

  it.each([
    '<p>{texts.none}</p>',
    '<p>{texts.by[by]}</p>',
    '<p>{many ? texts.count(count) : texts.none}</p>',
    '<button aria-label={texts.ban(viewer.name)} />',
  ])('lets pass the sentence %s of the file itself', (jsx) => {
    expect(withTexts(jsx)).toEqual([]);
  });

  it('finds what such a sentence shows bare', () => {
    expect(withTexts('<p>{texts.raid(raider.name)}</p>')).toEqual(['raider.name']);
    expect(withTexts('<p>{texts.block(count, scene.title)}</p>')).toEqual(['scene.title']);
    expect(withTexts('<p>{texts.unknown}</p>')).toEqual(['texts.unknown']);
  });
});

describe('text without isolation is our own', () => {
  it.each(drawn)('in %s', (path) => {
    const found = new Set(bareIn(path, readFileSync(join(renderer, path), 'utf8')));
    expect([...found].toSorted()).toEqual([...(ownTexts[path] ?? [])].toSorted());
  });

  it('lists only files that exist', () => {
    expect(Object.keys(ownTexts).filter((path) => !drawn.includes(path))).toEqual([]);
  });
});
