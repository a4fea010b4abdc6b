import { applyNonce, buildContentSecurityPolicy, readAsset, securityHeaders } from '../shared/index.ts';
import type { PageOrigin } from './page-origin.ts';

/** The page shown when the window keeps crashing. It has no script, so it cannot crash the same way. */
export const CRASHED_PAGE_PATH = '/crashed';

const crashedPage = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Cuelight</title>
  <style nonce="__CSP_NONCE__">
    body { margin: 0; padding: 48px; background: #0f1115; color: #e8eaed; font: 16px/1.5 system-ui, sans-serif; }
    a { color: #5b9dff; }
  </style>
  <h1>The window keeps crashing</h1>
  <p>It crashed three times within a minute. Your show isn't affected: all connections keep running.</p>
  <p><a href="/">Open the window again</a>, or quit Cuelight from its tray icon. The log has the details.</p>
</html>
`;

export interface PageHandlerOptions {
  /** Folder of the built renderer. */
  readonly root: string;
  readonly origin: PageOrigin;
  /** Returns a new nonce for each document: base64 of 16 random bytes. */
  readonly newNonce: () => string;
}

/**
 * Creates the handler of the window's requests for its files. Everything else is "not found" without a
 * reason.
 */
export const createPageHandler = (options: PageHandlerOptions): ((request: Request) => Promise<Response>) => {
  const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders });

  const serveDocument = (html: string): Response => {
    const nonce = options.newNonce();
    return new Response(applyNonce(html, nonce), {
      headers: {
        ...securityHeaders,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': buildContentSecurityPolicy({ nonce }),
        'cache-control': 'no-store',
      },
    });
  };

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    if (!options.origin.isOwn(request.url)) return refuse(404);
    const { pathname } = new URL(request.url);
    if (pathname === CRASHED_PAGE_PATH) return serveDocument(crashedPage);
    const asset = await readAsset(options.root, pathname);
    if (asset === null) return refuse(404);
    if (asset.isDocument) return serveDocument(asset.body.toString('utf8'));
    return new Response(new Uint8Array(asset.body), {
      headers: {
        ...securityHeaders,
        'content-type': asset.contentType,
        'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    });
  };
};
