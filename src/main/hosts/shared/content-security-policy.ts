/** Stands in the built HTML wherever a nonce belongs; replaced by {@link applyNonce} for each response. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const noncePattern = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;
const connectSourcePattern = /^(?:'self'|(?:https?|wss?):\/\/[A-Za-z0-9.[\]:-]+)$/;
const policyNamePattern = /^[A-Za-z0-9#=_/@.%-]+$/;

export interface ContentSecurityPolicyOptions {
  /** Base64 of at least 12 random bytes, new for each response. Only `<style>` elements may use it. */
  readonly nonce: string;
  /** Where the page may connect besides its own origin, such as `ws://127.0.0.1:4270`. */
  readonly connectSources?: readonly string[];
  /**
   * Trusted Types policies that the page may create. Unless given, only `default`: the renderer's own, which lets the text of
   * style sheets through and refuses anything that could hold markup.
   */
  readonly trustedTypesPolicies?: readonly string[];
}

const assertEach = (values: readonly string[], pattern: RegExp, what: string): void => {
  for (const value of values) {
    if (!pattern.test(value)) throw new TypeError(`"${value}" is no ${what} for a content security policy`);
  }
};

/**
 * The policy of every document that a host serves. Scripts come only from files of the program itself; there is no
 * inline script and no eval, and a string becomes markup or a script address only through a named Trusted Types policy.
 * Throws on values that would break out of their directive: those come from our own code, never from a request.
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

/** Puts the nonce of this response into a document. */
export const applyNonce = (html: string, nonce: string): string => {
  assertEach([nonce], noncePattern, 'nonce');
  return html.replaceAll(NONCE_PLACEHOLDER, nonce);
};

/** Headers that every response of every host carries, documents or not. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
