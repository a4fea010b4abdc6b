/** The functions that publish a feed. The program itself only reads feeds. */
export { publicKeyText, readUpdateKeys, sealEnvelope } from './envelope.ts';
export { feedName, feedSchema, readFeed, type UpdateFeed } from './feed.ts';
export { packageKinds, type PackageKind } from './ports/index.ts';
