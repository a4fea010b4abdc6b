import type { ConditionInput } from '#core/component.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { ChannelAccess } from './channel-access.ts';

/** The conditions that the bridge reports about itself. */
export const discordConditions = {
  authenticated: (bot: string): ConditionInput => ({
    type: 'Authenticated',
    status: 'true',
    reason: 'SignedIn',
    message: `Signed in as ${isolate(bot)}.`,
  }),
  connected: (): ConditionInput => ({
    type: 'Connected',
    status: 'true',
    reason: 'GatewayReady',
    message: 'The Discord gateway is connected.',
  }),
  disconnected: (code: number | null): ConditionInput => ({
    type: 'Connected',
    status: 'false',
    reason: code === null ? 'LinkDead' : 'LinkClosed',
    message:
      code === null
        ? 'Discord stopped responding – reconnecting.'
        : `Discord disconnected – reconnecting. Discord closed the connection with code ${code}.`,
  }),
  responsive: (latencyMs: number | null): ConditionInput => ({
    type: 'Answering',
    status: 'true',
    reason: 'HeartbeatAnswered',
    message:
      latencyMs === null
        ? 'Discord is answering heartbeats.'
        : `Discord answered the last heartbeat within ${Math.round(latencyMs)} ms.`,
  }),
  silent: (noticed: boolean): ConditionInput => ({
    type: 'Answering',
    status: noticed ? 'false' : 'unknown',
    reason: noticed ? 'HeartbeatUnanswered' : 'NoConnection',
    message: noticed ? 'Discord did not answer a heartbeat.' : 'Not connected to Discord.',
  }),
  channel: (channel: string, access: ChannelAccess): ConditionInput => {
    if (!access.view) {
      return {
        type: 'ChannelReadable',
        status: 'false',
        reason: 'MissingViewChannel',
        message: `The bot can’t see ${channel}. Give it “View Channel” there.`,
      };
    }
    return {
      type: 'ChannelReadable',
      status: 'true',
      reason: access.send ? 'Allowed' : 'ReadOnly',
      message: access.send
        ? `${channel} can be read and written.`
        : `${channel} can be read but not written. Give the bot “Send Messages” there.`,
    };
  },
  channelUnavailable: (guild: string): ConditionInput => ({
    type: 'ChannelReadable',
    status: 'false',
    reason: 'GuildUnavailable',
    message: `Discord has an outage: ${isolate(guild)} is unavailable.`,
  }),
} as const;
