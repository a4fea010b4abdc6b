import { createSeededRandom, type RandomSource } from '#shared/kernel/index.ts';
import { encodeChat } from '#main/journal/worker/chat-row.ts';
import type { ChatRow } from '#main/journal/worker/protocol.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';

const vocabularySize = 200_000;
const channels = 5;
export const chatterCount = 20_000;
const startAt = Date.UTC(2026, 0, 1);

/** Returns an invented word for a rank. Each rank has its own word. */
export const wordOf = (rank: number): string => {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'ze', 'ta', 'no', 'vi', 'su', 'pe'];
  return Array.from(String(rank + 1_000), (digit) => syllables[Number(digit)]).join('');
};

/** Picks a rank such that few words are frequent and most are rare, as in real chat. */
const skewedRank = (random: RandomSource): number => Math.floor(vocabularySize ** random.next()) - 1;

const textOf = (random: RandomSource): string =>
  Array.from({ length: 3 + Math.floor(random.next() * 9) }, () => wordOf(skewedRank(random))).join(' ');

/** The fields of an ordinary message that have no columns. */
const { rest } = encodeChat(plainMessage({ channelTitle: 'The Stage', displayName: 'Viewer' }));

/** Generates chat messages, ten per second. The same seed gives the same messages. */
export const createMessageSource = (seed: number) => {
  const random = createSeededRandom(seed);
  let number = 0;
  return (count: number): readonly ChatRow[] =>
    Array.from({ length: count }, () => {
      number += 1;
      const chatter = Math.floor(chatterCount * random.next() ** 2);
      return {
        id: `message-${number}`,
        platform: 'twitch',
        channel: `channel-${number % channels}`,
        userId: String(chatter),
        userName: `viewer_${chatter}`,
        displayName: `Viewer_${chatter}`,
        at: startAt + number * 100,
        text: textOf(random),
        rest,
      };
    });
};
