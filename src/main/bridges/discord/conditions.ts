import type { ConditionInput } from '#core/component.ts';
import { isolate } from '#shared/kernel/index.ts';
import type { ChannelAccess } from './channel-access.ts';

/** Every claim that the bridge makes about itself, with its words. */
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
        ? 'Discord answers heartbeats.'
        : `Discord answered the last heartbeat within ${Math.round(latencyMs)} ms.`,
  }),
  silent: (noticed: boolean): ConditionInput => ({
    type: 'Answering',
    status: noticed ? 'false' : 'unknown',
    reason: noticed ? 'HeartbeatUnanswered' : 'NoConnection',
    message: noticed ? 'Discord did not answer a heartbeat.' : 'There is no connection to ask on.',
  }),
  channel: (channel: string, access: ChannelAccess): ConditionInput => {
    if (!access.view) {
      return {
        type: 'ChannelReadable',
        status: 'false',
        reason: 'MissingViewChannel',
        message: `The bot may not see ${channel}. Give it "View Channel" there.`,
      };
    }
    return {
      type: 'ChannelReadable',
      status: 'true',
      reason: access.send ? 'Allowed' : 'ReadOnly',
      message: access.send
        ? `${channel} may be read and written.`
        : `${channel} may be read, not written: "Send Messages" is missing.`,
    };
  },
  channelUnavailable: (guild: string): ConditionInput => ({
    type: 'ChannelReadable',
    status: 'false',
    reason: 'GuildUnavailable',
    message: `Discord has an outage: ${isolate(guild)} is unavailable at present.`,
  }),
} as const;
