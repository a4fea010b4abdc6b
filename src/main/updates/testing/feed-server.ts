import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { publicKeyText, readUpdateKeys, sealEnvelope, type UpdateKey } from '../envelope.ts';
import type { UpdateFeed } from '../feed.ts';

/** A key pair as a release has it. */
export const createTestKey = (): { privateKey: KeyObject; text: string; keys: readonly UpdateKey[] } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const text = publicKeyText(publicKey);
  return { privateKey, text, keys: readUpdateKeys(text) ?? [] };
};

export const sha512Of = (content: Uint8Array): string =>
  createHash('sha512').update(content).digest('base64');

/** A feed for an AppImage on 64-bit Linux. */
export const plainFeed = (
  changes: Partial<UpdateFeed> = {},
  content: Uint8Array = Buffer.from('new'),
): UpdateFeed => ({
  format: 1,
  channel: 'stable',
  platform: 'linux',
  arch: 'x64',
  version: '1.3.0',
  minimumVersion: null,
  releasedAt: '2026-11-30T12:00:00.000Z',
  notes: '- Faster scenes',
  files: [
    {
      kind: 'appimage',
      name: 'Cuelight-1.3.0-x64.AppImage',
      sha512: sha512Of(content),
      size: content.byteLength,
    },
  ],
  ...changes,
});

export const sealFeed = (feed: unknown, key: KeyObject): string => sealEnvelope(JSON.stringify(feed), key);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback with a feed and packages. A path without an answer is a 404. */
export const openFeedServer = async (
  answers: Record<string, string | Uint8Array | Answer> = {},
): Promise<{
  readonly base: URL;
  readonly answers: Record<string, string | Uint8Array | Answer>;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** Resolves when a request has arrived. */
  readonly arrived: Promise<void>;
}> => {
  const asked: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    asked.push(path);
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(answer);
    arrived.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { base: new URL(`http://127.0.0.1:${port}/`), answers, asked, arrived: arrived.promise };
};
