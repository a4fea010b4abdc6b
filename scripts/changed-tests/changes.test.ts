import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findChange, type FoundChange, type Git } from './changes.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder, and Git in it with no settings of this machine. */
const makeFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-changes-'));
  folders.push(folder);
  const run = (cwd: string): Git => {
    return (...args) => {
      const { status, stdout } = spawnSync(
        'git',
        ['-c', 'user.name=A', '-c', 'user.email=a@b.test', ...args],
        {
          cwd,
          encoding: 'utf8',
          env: {
            PATH: process.env['PATH'],
            GIT_CONFIG_GLOBAL: '/dev/null',
            GIT_CONFIG_NOSYSTEM: '1',
            GIT_CEILING_DIRECTORIES: tmpdir(),
          },
        },
      );
      return status === 0 ? stdout : null;
    };
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const git = run(folder);
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--message', message);
  };
  return { folder, git, gitIn: (path: string) => run(join(folder, path)), write, commit };
};

/** A repository whose branch `main` has two commits. */
const makeRepository = (trunk = 'main') => {
  const place = makeFolder();
  place.git('init', `--initial-branch=${trunk}`);
  place.write('.gitignore', 'out/\n');
  place.write('a.ts', '1');
  place.commit('one');
  place.write('b.ts', '1');
  place.commit('two');
  return place;
};

const filesOf = (found: FoundChange): readonly string[] =>
  found.kind === 'change' ? found.change.files : [`unknown: ${found.reason}`];
const sinceOf = (found: FoundChange): string => (found.kind === 'change' ? found.change.since : found.reason);

test('on a clean trunk the change is its last commit', () => {
  const { git } = makeRepository();
  expect(filesOf(findChange(git))).toEqual(['b.ts']);
  expect(sinceOf(findChange(git))).toContain('in the last commit');
});

test('on the trunk the change is what is not committed: edited, staged, new and deleted, but nothing ignored', () => {
  const { git, write, folder } = makeRepository();
  write('a.ts', '2');
  write('new folder/ö "c".ts', '1');
  write('out/built.js', '1');
  rmSync(join(folder, 'b.ts'));
  expect(filesOf(findChange(git))).toEqual(['a.ts', 'b.ts', 'new folder/ö "c".ts']);
  git('add', '--all');
  expect(filesOf(findChange(git))).toEqual(['a.ts', 'b.ts', 'new folder/ö "c".ts']);
  expect(sinceOf(findChange(git))).toContain('since the last commit');
});

test('a renamed file counts under both names', () => {
  const { git, folder } = makeRepository();
  renameSync(join(folder, 'a.ts'), join(folder, 'c.ts'));
  git('add', '--all');
  expect(filesOf(findChange(git))).toEqual(['a.ts', 'c.ts']);
});

test('on a branch the change is everything since it left the trunk, committed or not', () => {
  const { git, write, commit } = makeRepository();
  git('switch', '--create', 'mine');
  write('c.ts', '1');
  commit('three');
  write('d.ts', '1');
  commit('four');
  expect(filesOf(findChange(git))).toEqual(['c.ts', 'd.ts']);
  write('e.ts', '1');
  expect(filesOf(findChange(git))).toEqual(['c.ts', 'd.ts', 'e.ts']);
  expect(sinceOf(findChange(git))).toContain('since this branch left main');
});

test('what the trunk got since the branch left it is no change of the branch', () => {
  const { git, write, commit } = makeRepository();
  git('switch', '--create', 'mine');
  write('c.ts', '1');
  commit('three');
  git('switch', 'main');
  write('d.ts', '1');
  commit('four');
  git('switch', 'mine');
  expect(filesOf(findChange(git))).toEqual(['c.ts']);
});

test('a trunk with another name is found, and without any the last commit counts', () => {
  const { git, write, commit } = makeRepository('master');
  git('switch', '--create', 'mine');
  write('c.ts', '1');
  commit('three');
  write('d.ts', '1');
  commit('four');
  expect(filesOf(findChange(git))).toEqual(['c.ts', 'd.ts']);
  git('branch', '--delete', '--force', 'master');
  expect(filesOf(findChange(git))).toEqual(['d.ts']);
});

test('a branch that starts at the trunk and has no commit yet compares as the trunk does', () => {
  const { git } = makeRepository();
  git('switch', '--create', 'mine');
  expect(filesOf(findChange(git))).toEqual(['b.ts']);
});

test('a named commit is compared with, and an unknown one is refused', () => {
  const { git } = makeRepository();
  expect(filesOf(findChange(git, 'HEAD'))).toEqual([]);
  expect(filesOf(findChange(git, 'HEAD~1'))).toEqual(['b.ts']);
  expect(filesOf(findChange(git, 'HEAD~9'))).toEqual(['unknown: Git knows no commit HEAD~9']);
});

test('without Git, without a repository, without a commit and without a parent nothing is claimed', () => {
  expect(filesOf(findChange(() => null))).toEqual(['unknown: there is no Git history']);
  const place = makeFolder();
  expect(filesOf(findChange(place.git))).toEqual(['unknown: there is no Git history']);
  place.git('init', '--initial-branch=main');
  place.write('a.ts', '1');
  expect(filesOf(findChange(place.git))).toEqual(['unknown: there is no commit yet']);
  place.commit('one');
  expect(filesOf(findChange(place.git))).toEqual([
    'unknown: the tree is clean and its commit has no parent here',
  ]);
  place.write('b.ts', '1');
  expect(filesOf(findChange(place.git))).toEqual(['b.ts']);
});

test('a copy inside another repository does not take the changes of that one for its own', () => {
  const { gitIn, write } = makeRepository();
  write('out/copy/a.ts', '1');
  expect(filesOf(findChange(gitIn('out/copy')))).toEqual([
    'unknown: this folder is not the root of a Git repository',
  ]);
});
