import { z } from 'zod';
import { topic } from './define.ts';

const platform = z.enum(['twitch', 'discord', 'obs']);

export const bridgeConnected = topic('bridge.connected', {
  title: 'Bridge connected',
  data: z.object({ platform, channel: z.string() }),
  sentence: (_, { to }: { readonly to: string }) => `Connected to ${to}.`,
});

/** The topics of every bridge, whatever the platform. */
export const bridgeTopics = [bridgeConnected];
