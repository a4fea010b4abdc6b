import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findChange, type FoundChange, type Git } from './changes.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder with Git that ignores the settings of this machine. */
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

/** Creates a repository whose branch `main` has two commits. */
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

it('takes the last commit on a clean trunk', () => {
  const { git } = makeRepository();
  expect(filesOf(findChange(git))).toEqual(['b.ts']);
  expect(sinceOf(findChange(git))).toContain('in the last commit');
});

it('takes uncommitted files on the trunk: edited, staged, new and deleted, but not ignored', () => {
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

it('counts a renamed file under both names', () => {
  const { git, folder } = makeRepository();
  renameSync(join(folder, 'a.ts'), join(folder, 'c.ts'));
  git('add', '--all');
  expect(filesOf(findChange(git))).toEqual(['a.ts', 'c.ts']);
});

it('takes everything since a branch left the trunk, committed or not', () => {
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

it('ignores what the trunk received since the branch left it', () => {
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

it('finds a trunk with another name, and takes the last commit without any', () => {
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

it('treats a branch at the trunk without commits like the trunk', () => {
  const { git } = makeRepository();
  git('switch', '--create', 'mine');
  expect(filesOf(findChange(git))).toEqual(['b.ts']);
});

it('compares with a named commit, and refuses an unknown one', () => {
  const { git } = makeRepository();
  expect(filesOf(findChange(git, 'HEAD'))).toEqual([]);
  expect(filesOf(findChange(git, 'HEAD~1'))).toEqual(['b.ts']);
  expect(filesOf(findChange(git, 'HEAD~9'))).toEqual(['unknown: Git knows no commit HEAD~9']);
});

it('claims nothing without Git, a repository, a commit or a parent', () => {
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

it('ignores the changes of a surrounding repository', () => {
  const { gitIn, write } = makeRepository();
  write('out/copy/a.ts', '1');
  expect(filesOf(findChange(gitIn('out/copy')))).toEqual([
    'unknown: this folder is not the root of a Git repository',
  ]);
});
