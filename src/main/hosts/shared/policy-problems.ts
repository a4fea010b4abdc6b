/** Directives of the content security policy that every document must have, with their exact sources. */
const required: readonly (readonly [directive: string, sources: string])[] = [
  ['default-src', "'none'"],
  ['script-src', "'self'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
  ['require-trusted-types-for', "'script'"],
];

/** Sources that would undo a policy, wherever they occur. */
const forbidden = ["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", '*', 'http:', 'https:', 'blob:'];

/**
 * Returns the problems of a content security policy as a browser received it; none when it is as strict as
 * Cuelight's pages need.
 *
 * @example
 * ```ts
 * policyProblems(null); // => ['it is missing']
 * ```
 */
export const policyProblems = (policy: string | null): readonly string[] => {
  if (policy === null || policy.trim() === '') return ['it is missing'];
  const directives = new Map<string, string>();
  for (const directive of policy.split(';')) {
    const [name = '', ...sources] = directive.trim().split(/\s+/);
    // A browser ignores a repeated directive.
    if (!directives.has(name)) directives.set(name, sources.join(' '));
  }
  const weak = [...directives].flatMap(([name, sources]) =>
    sources
      .split(' ')
      .filter((source) => forbidden.includes(source))
      .map((source) => `${name} allows ${source}`),
  );
  const missing = required
    .filter(([name, sources]) => directives.get(name) !== sources)
    .map(([name, sources]) => `${name} is not ${sources}`);
  return [...missing, ...weak];
};
