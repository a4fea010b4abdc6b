import { createSeededRandom, type RandomSource } from '#shared/kernel/index.ts';
import { encodeChat } from '#main/journal/worker/chat-row.ts';
import type { ChatRow } from '#main/journal/worker/protocol.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';

const vocabularySize = 200_000;
const channels = 5;
export const chatterCount = 20_000;
const startAt = Date.UTC(2026, 0, 1);

/** A made-up word for a rank; the same rank always gives the same word, and no two the same. */
export const wordOf = (rank: number): string => {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'ze', 'ta', 'no', 'vi', 'su', 'pe'];
  return Array.from(String(rank + 1_000), (digit) => syllables[Number(digit)]).join('');
};

/** Few words are said often and most hardly ever, as people do. */
const skewedRank = (random: RandomSource): number => Math.floor(vocabularySize ** random.next()) - 1;

const textOf = (random: RandomSource): string =>
  Array.from({ length: 3 + Math.floor(random.next() * 9) }, () => wordOf(skewedRank(random))).join(' ');

/** The part of an ordinary message that has no columns. */
const { rest } = encodeChat(plainMessage({ channelTitle: 'The Stage', displayName: 'Viewer' }));

/** Chat messages, the same for the same seed; ten a second. */
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
