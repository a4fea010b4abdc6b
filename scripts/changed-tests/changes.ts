/** The base that a check compares the working tree with, and the changed files. */
export interface Change {
  /** A sentence part for people: `since main (ad94684)`. */
  readonly since: string;
  /** Paths from the root, with forward slashes. Includes deleted files. */
  readonly files: readonly string[];
}

/** Runs Git in the project. Returns null when Git is missing or fails. */
export type Git = (...args: readonly string[]) => string | null;

export type FoundChange =
  | { readonly kind: 'change'; readonly change: Change }
  /** The reason why there is nothing to compare with, as part of a sentence. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Names of trunk branches, local ones first. */
const trunks = ['main', 'origin/main', 'master', 'origin/master', 'origin/HEAD'];

/** Splits a listing at NUL, the separator with which Git doesn't quote names. */
const paths = (listing: string | null): readonly string[] =>
  (listing ?? '').split('\0').filter((path) => path !== '');

const short = (commit: string): string => commit.slice(0, 7);

/** Returns the commit to compare with and its description, or the reason why there is none. */
const baseOf = (
  git: Git,
  head: string,
  isClean: boolean,
): { readonly commit: string; readonly since: string } | { readonly reason: string } => {
  for (const trunk of trunks) {
    const base = git('merge-base', trunk, 'HEAD')?.trim();
    // When the trunk contains HEAD, the change is the uncommitted files, or the last commit.
    if (base !== undefined && base !== '' && base !== head)
      return { commit: base, since: `since this branch left ${trunk} (${short(base)})` };
  }
  if (!isClean) return { commit: head, since: `since the last commit (${short(head)})` };
  const parent = git('rev-parse', '--verify', '--quiet', 'HEAD^')?.trim();
  if (parent === undefined || parent === '')
    return { reason: 'the tree is clean and its commit has no parent here' };
  return { commit: parent, since: `in the last commit (since ${short(parent)})` };
};

/**
 * Finds the change: everything since the branch left the trunk; on the trunk itself, uncommitted files; on a
 * clean trunk, the last commit. `since` names another commit to compare with. Untracked files count, ignored
 * ones don't.
 */
export const findChange = (git: Git, since?: string): FoundChange => {
  const inside = git('rev-parse', '--show-prefix');
  if (inside === null) return { kind: 'unknown', reason: 'there is no Git history' };
  // A copy inside another repository is not part of that repository's change.
  if (inside.trim() !== '')
    return { kind: 'unknown', reason: 'this folder is not the root of a Git repository' };
  const head = git('rev-parse', '--verify', '--quiet', 'HEAD')?.trim();
  if (head === undefined || head === '') return { kind: 'unknown', reason: 'there is no commit yet' };
  const untracked = paths(git('ls-files', '-z', '--others', '--exclude-standard'));
  const differing = (commit: string): readonly string[] =>
    paths(git('diff', '-z', '--name-only', '--no-renames', '--no-ext-diff', commit));
  if (since !== undefined) {
    const commit = git('rev-parse', '--verify', '--quiet', `${since}^{commit}`)?.trim();
    if (commit === undefined || commit === '')
      return { kind: 'unknown', reason: `Git knows no commit ${since}` };
    return changeOf(`since ${since} (${short(commit)})`, [...differing(commit), ...untracked]);
  }
  const isClean = untracked.length === 0 && differing('HEAD').length === 0;
  const base = baseOf(git, head, isClean);
  if ('reason' in base) return { kind: 'unknown', reason: base.reason };
  return changeOf(base.since, [...differing(base.commit), ...untracked]);
};

const changeOf = (since: string, files: readonly string[]): FoundChange => ({
  kind: 'change',
  change: { since, files: [...new Set(files)].toSorted() },
});
