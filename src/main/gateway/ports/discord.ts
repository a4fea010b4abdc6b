import type { DiscordOverview } from '#shared/contract/index.ts';

/** Read access to Discord besides its chat. */
export interface DiscordPort {
  overview(): DiscordOverview;
}
