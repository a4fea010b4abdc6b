import { foreignWords } from '#shared/kernel/index.ts';
import type { ApiRefusal } from './discord-faults.ts';

/** Plain messages for Discord's refusals, by error code. */
const plainRefusals: Readonly<Record<number, (channel: string) => string>> = {
  10_003: (channel) => `${channel} no longer exists. Choose another channel.`,
  20_016: (channel) => `${channel} is in slow mode. Wait before the next message.`,
  20_028: (channel) => `Too many messages were sent to ${channel}. Wait before the next message.`,
  40_060: () => 'Discord already has this message.',
  50_001: (channel) => `The bot can’t see ${channel}. Give it “View Channel” there.`,
  50_006: () => 'An empty message can’t be sent.',
  50_013: (channel) => `The bot can’t write in ${channel}. Give it “Send Messages” there.`,
  200_000: (channel) => `AutoMod is holding this message for review in ${channel}.`,
  200_001: (channel) => `AutoMod blocked this message in ${channel}.`,
};

/** Explains in one sentence why Discord refused a message for a channel. */
export const explainRefusal = (refusal: ApiRefusal, channel: string): string => {
  const words = typeof refusal.code === 'number' ? plainRefusals[refusal.code] : undefined;
  return (
    words?.(channel) ??
    `Discord refused the message: ${foreignWords(refusal.message)} (code ${refusal.code}).`
  );
};
