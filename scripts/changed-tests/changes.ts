/** The state that a check compares the working tree with, and the files that differ. */
export interface Change {
  /** A sentence part for people: `since main (ad94684)`. */
  readonly since: string;
  /** From the root, with forward slashes. Deleted files are among them. */
  readonly files: readonly string[];
}

/** Runs Git in the project. Returns null when Git is not there or refuses. */
export type Git = (...args: readonly string[]) => string | null;

export type FoundChange =
  | { readonly kind: 'change'; readonly change: Change }
  /** Nothing to compare with. The reason is a sentence part. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Branches that changes are joined to, the nearest to this machine first. */
const trunks = ['main', 'origin/main', 'master', 'origin/master', 'origin/HEAD'];

/** Paths of a listing that Git ends with NUL: such names are not quoted. */
const paths = (listing: string | null): readonly string[] =>
  (listing ?? '').split('\0').filter((path) => path !== '');

const short = (commit: string): string => commit.slice(0, 7);

/** The commit to compare with and a name for it; a reason when there is none. */
const baseOf = (
  git: Git,
  head: string,
  isClean: boolean,
): { readonly commit: string; readonly since: string } | { readonly reason: string } => {
  for (const trunk of trunks) {
    const base = git('merge-base', trunk, 'HEAD')?.trim();
    // A trunk that HEAD is part of has nothing to say: the change is what is not committed, or the last commit.
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
 * Finds what changed: since the branch left the trunk; on the trunk itself, what is not committed; on a clean trunk, the last
 * commit. `since` names another commit to compare with. Files that Git does not know yet count, ignored ones do not.
 */
export const findChange = (git: Git, since?: string): FoundChange => {
  const inside = git('rev-parse', '--show-prefix');
  if (inside === null) return { kind: 'unknown', reason: 'there is no Git history' };
  // A copy inside another repository, ignored there or not, is not that repository's change.
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
