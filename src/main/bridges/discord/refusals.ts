import { foreignWords } from '#shared/kernel/index.ts';
import type { ApiRefusal } from './discord-faults.ts';

/** Discord's refusals that have better words than its own. */
const plainRefusals: Readonly<Record<number, (channel: string) => string>> = {
  10_003: (channel) => `${channel} does not exist any more. Choose another channel.`,
  20_016: (channel) => `${channel} is in slow mode. Wait before the next message.`,
  20_028: (channel) => `Too many messages were written to ${channel}. Wait before the next one.`,
  40_060: () => 'Discord has taken this message already.',
  50_001: (channel) => `The bot may not see ${channel}. Give it "View Channel" there.`,
  50_006: () => 'An empty message cannot be sent.',
  50_013: (channel) => `The bot may not write in ${channel}. Give it "Send Messages" there.`,
  200_000: (channel) => `AutoMod of ${channel} holds this message back.`,
  200_001: (channel) => `AutoMod of ${channel} refuses this message.`,
};

/** Why Discord does not take a message for a channel, in a sentence. */
export const explainRefusal = (refusal: ApiRefusal, channel: string): string => {
  const words = typeof refusal.code === 'number' ? plainRefusals[refusal.code] : undefined;
  return (
    words?.(channel) ??
    `Discord refuses the message: ${foreignWords(refusal.message)} (code ${refusal.code}).`
  );
};
