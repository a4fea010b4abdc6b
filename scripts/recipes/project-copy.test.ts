import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ProjectCopy } from './project-copy.ts';

it('distinguishes files that a person edited from those that a command updated, and ignores scratch files', async () => {
  const copy = new ProjectCopy();
  try {
    expect(copy.changes()).toEqual({ added: [], edited: [], renewed: [] });
    copy.edit('package.json', ['"name": "cuelight"', '"name": "cuelight-two"']);
    copy.add('src/shared/model/new.ts', 'export const one = 1;\n');
    copy.addScratch(
      'scripts/renew.ts',
      "import { appendFileSync } from 'node:fs';\nappendFileSync('docs/subjects/topics.md', 'more');\nconsole.log('renewed');\n",
    );
    expect(await copy.run('scripts/renew.ts')).toBe('renewed\n');
    expect(copy.changes()).toEqual({
      added: ['src/shared/model/new.ts'],
      edited: ['package.json'],
      renewed: ['docs/subjects/topics.md'],
    });
  } finally {
    copy[Symbol.dispose]();
  }
  expect(existsSync(copy.root)).toBe(false);
});

it('rejects an edit whose anchor does not occur exactly once, and writes nothing', () => {
  const copy = new ProjectCopy();
  try {
    expect(() => copy.edit('package.json', ['"no such line"', ''])).toThrow('package.json has 0 times');
    expect(() => copy.edit('package.json', ['vitest', ''])).toThrow(
      /package\.json has \d+ times "vitest", not once/,
    );
    expect(() => copy.add('package.json', '')).toThrow('There is already package.json');
    expect(copy.changes()).toEqual({ added: [], edited: [], renewed: [] });
  } finally {
    copy[Symbol.dispose]();
  }
});
