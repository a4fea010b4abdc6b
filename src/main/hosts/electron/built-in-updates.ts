/** Replaced by the build; absent when the source runs unbuilt. */
declare const __CUELIGHT_UPDATES__: { readonly feed: string; readonly keys: string } | null | undefined;

/** Address of the feed of updates and its public keys; null in a build without them. */
export const builtInUpdates =
  typeof __CUELIGHT_UPDATES__ === 'undefined' ? null : (__CUELIGHT_UPDATES__ ?? null);
