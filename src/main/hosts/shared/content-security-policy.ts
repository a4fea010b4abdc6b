/** Placeholder of the nonce in the built HTML; {@link applyNonce} replaces it for each response. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const noncePattern = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;
const connectSourcePattern = /^(?:'self'|(?:https?|wss?):\/\/[A-Za-z0-9.[\]:-]+)$/;
const policyNamePattern = /^[A-Za-z0-9#=_/@.%-]+$/;

export interface ContentSecurityPolicyOptions {
  /** Base64 of at least 12 random bytes, new for each response. Only `<style>` elements may use it. */
  readonly nonce: string;
  /** Further allowed targets of connections besides the own origin, such as `ws://127.0.0.1:4270`. */
  readonly connectSources?: readonly string[];
  /**
   * Trusted Types policies that the page may create. By default only `default`, the renderer's own policy,
   * which passes the text of style sheets and refuses everything that could contain markup.
   */
  readonly trustedTypesPolicies?: readonly string[];
}

const assertEach = (values: readonly string[], pattern: RegExp, what: string): void => {
  for (const value of values) {
    if (!pattern.test(value))
      throw new TypeError(`"${value}" is not a valid ${what} for a content security policy`);
  }
};

/**
 * Builds the policy of every document that a host serves. Scripts come only from files of the program,
 * without inline scripts or eval. A string becomes markup or a script URL only through a named Trusted Types
 * policy. Throws on values that would break out of their directive; such values come from the code, never
 * from a request.
 */
export const buildContentSecurityPolicy = (options: ContentSecurityPolicyOptions): string => {
  const connectSources = options.connectSources ?? [];
  const policies = options.trustedTypesPolicies ?? ['default'];
  assertEach([options.nonce], noncePattern, 'nonce');
  assertEach(connectSources, connectSourcePattern, 'connect source');
  assertEach(policies, policyNamePattern, 'Trusted Types policy name');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${options.nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connectSources].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${policies.length === 0 ? "'none'" : policies.join(' ')}`,
  ].join('; ');
};

/** Inserts the nonce of a response into a document. */
export const applyNonce = (html: string, nonce: string): string => {
  assertEach([nonce], noncePattern, 'nonce');
  return html.replaceAll(NONCE_PLACEHOLDER, nonce);
};

/** Headers of every response of every host. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
