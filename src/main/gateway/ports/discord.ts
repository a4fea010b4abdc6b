import type { DiscordOverview } from '#shared/contract/index.ts';

/** What is read of Discord beside its chat. */
export interface DiscordPort {
  overview(): DiscordOverview;
}
