import { z } from 'zod';
import { goLiveConfig } from './go-live-config.ts';
import { platformConfigs } from './platforms/list.ts';

/** Settings of chat presence. */
export const chatPresenceConfig = z.object({
  ...platformConfigs,
  goLive: goLiveConfig,
  commands: z
    .object({
      slash: z.boolean().default(false).meta({
        title: 'Offer slash commands on Discord',
        description:
          '/status for everyone and /health for moderators. The bot needs the scope applications.commands.',
      }),
      status: z.boolean().default(true).meta({ title: 'Answer !status in chat' }),
      globalCooldownSeconds: z
        .number()
        .min(0)
        .max(3_600)
        .default(5)
        .meta({ title: 'Cooldown for everyone', unit: 's', description: 'Wait between two answers.' }),
      userCooldownSeconds: z
        .number()
        .min(0)
        .max(3_600)
        .default(30)
        .meta({ title: 'Cooldown per person', unit: 's' }),
    })
    .prefault({})
    .meta({ title: 'Commands' }),
});
export type ChatPresenceConfig = z.output<typeof chatPresenceConfig>;
