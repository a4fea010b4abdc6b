import { buildContentSecurityPolicy, securityHeaders } from '#main/hosts/shared/index.ts';

/**
 * Rules 6 and 7. Returns the headers of every answer. Only a document may load resources; frames, other
 * origins and sniffing are refused everywhere. There are no CORS headers and no cookies.
 */
export const responseHeaders = (
  document:
    | {
        readonly nonce: string;
        readonly socketOrigin: string;
        readonly trustedTypesPolicies: readonly string[];
      }
    | undefined,
): Readonly<Record<string, string>> => ({
  ...securityHeaders,
  'cache-control': 'no-store',
  'content-security-policy': document
    ? buildContentSecurityPolicy({
        nonce: document.nonce,
        connectSources: [document.socketOrigin],
        trustedTypesPolicies: document.trustedTypesPolicies,
      })
    : "default-src 'none'; frame-ancestors 'none'",
});
