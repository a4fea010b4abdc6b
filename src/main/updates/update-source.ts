import type { UpdateSupport } from '#shared/model/index.ts';
import { isSafeAddress } from './download.ts';
import { readUpdateKeys, type UpdateKey } from './envelope.ts';
import type { PackageKind, UpdateHost } from './ports/index.ts';
import { isVersion } from './version.ts';

/** The place of the updates and the keys that sign them. */
export interface UpdateSource {
  readonly base: URL;
  readonly keys: readonly UpdateKey[];
  readonly kind: PackageKind;
}

/** Reads the source of updates of this build; the reason when there is none. */
export const readUpdateSource = (
  host: Pick<UpdateHost, 'source' | 'kind'> | null,
  { version, rehearsing }: { readonly version: string; readonly rehearsing: boolean },
): UpdateSource | Exclude<UpdateSupport, 'ready'> => {
  if (!host) return 'no-updater';
  const { source, kind } = host;
  const keys = source && readUpdateKeys(source.keys);
  const address = source && URL.canParse(source.feed) ? new URL(source.feed) : null;
  if (!keys || !address || !isSafeAddress(address)) return 'not-set-up';
  if (kind === null || !isVersion(version)) return 'unsupported';
  if (rehearsing) return 'rehearsal';
  // Relative names replace what follows the last slash.
  if (!address.pathname.endsWith('/')) address.pathname += '/';
  return { base: address, keys, kind };
};
