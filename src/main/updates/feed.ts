import { z } from 'zod';
import { err, isolate, ok, type Fault, type Result } from '#shared/kernel/index.ts';
import { updateChannels, type UpdateChannel } from '#shared/model/index.ts';
import { openEnvelope, type UpdateKey } from './envelope.ts';
import { refusal } from './faults.ts';
import { packageKinds, type PackageKind } from './ports/index.ts';
import { compareVersions, isVersion } from './version.ts';

/** Bytes of the largest package that is accepted. */
export const maxPackageBytes = 1_000_000_000;

const versionSchema = z.string().max(60).refine(isVersion, 'Not a version');

/** The signed content of a feed. */
export const feedSchema = z.strictObject({
  format: z.literal(1),
  channel: z.enum(updateChannels),
  platform: z.string().max(20),
  arch: z.string().max(20),
  version: versionSchema,
  /** The oldest version that can be updated directly; null for any. */
  minimumVersion: versionSchema.nullable(),
  releasedAt: z.iso.datetime(),
  notes: z.string().max(40_000),
  files: z
    .array(
      z.strictObject({
        kind: z.enum(packageKinds),
        /** The name beside the feed, without a path. */
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,150}$/),
        /** SHA-512 in base64. */
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.number().int().min(1).max(maxPackageBytes),
      }),
    )
    .min(1)
    .max(8),
});
export type UpdateFeed = z.infer<typeof feedSchema>;

/** Returns the name of a feed's file: each channel, system and processor has its own. */
export const feedName = (channel: UpdateChannel, platform: string, arch: string): string =>
  `cuelight-${channel}-${platform}-${arch}.json`;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Verifies the exact bytes of a feed, and reads it. */
export const readFeed = (text: string, keys: readonly UpdateKey[]): Result<UpdateFeed, Fault> => {
  const payload = openEnvelope(text, keys);
  if (!payload.ok) return payload;
  const feed = feedSchema.safeParse(parseJson(payload.value));
  return feed.success
    ? ok(feed.data)
    : err(
        refusal(
          'update.feed-unreadable',
          'The feed of updates is signed, but this version can’t read it. Download the newest version from the release page.',
        ),
      );
};

/** The installation that a feed must fit. */
export interface Installation {
  readonly version: string;
  readonly channel: UpdateChannel;
  readonly platform: string;
  readonly arch: string;
  readonly kind: PackageKind;
  /** The highest version that a feed of this channel ever offered; null before the first. */
  readonly highestSeen: string | null;
}

/** A feed's package for this installation; null when the running version is the newest. */
export type FeedMatch = { readonly file: UpdateFeed['files'][number] } | null;

/** True when the first version is older. False when one of them is no version, which the schema excludes. */
const isOlder = (left: string, right: string): boolean => (compareVersions(left, right) ?? 0) < 0;

/** Checks that a verified feed fits this installation, and finds its package. */
export const matchFeed = (feed: UpdateFeed, own: Installation): Result<FeedMatch, Fault> => {
  const { version } = feed;
  if (feed.channel !== own.channel)
    return err(
      refusal(
        'update.wrong-channel',
        `The feed is for the channel ${isolate(feed.channel)}, but ${own.channel} is chosen. Cuelight ignores it.`,
      ),
    );
  if (feed.platform !== own.platform || feed.arch !== own.arch)
    return err(
      refusal(
        'update.wrong-platform',
        `The feed is for ${isolate(feed.platform)} ${isolate(feed.arch)}, but this PC is ${own.platform} ${own.arch}. Cuelight ignores it.`,
      ),
    );
  if (own.highestSeen !== null && isOlder(version, own.highestSeen))
    return err(
      refusal(
        'update.replayed',
        `The feed offers version ${version}, but an earlier feed offered ${own.highestSeen}. An old feed was sent again, so Cuelight ignores it.`,
      ),
    );
  if (version === own.version) return ok(null);
  if (isOlder(version, own.version))
    return err(
      refusal(
        'update.downgrade',
        `The feed offers version ${version}, which is older than the running ${own.version}. Cuelight never goes back by itself. The manual says how to go back.`,
      ),
    );
  if (feed.minimumVersion !== null && isOlder(own.version, feed.minimumVersion))
    return err(
      refusal(
        'update.too-big-a-step',
        `Version ${version} can only be installed over ${feed.minimumVersion} or newer. Install ${feed.minimumVersion} from the release page first.`,
      ),
    );
  const file = feed.files.find(({ kind }) => kind === own.kind);
  if (!file)
    return err(
      refusal(
        'update.no-package',
        `Version ${version} has no ${own.kind} package, which is how Cuelight is installed here. Install it from the release page.`,
      ),
    );
  return ok({ file });
};
