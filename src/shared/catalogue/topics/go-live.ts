import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { topic } from './define.ts';

const place = { channelId: z.string(), messageId: z.string() };

export const goLiveAnnounced = topic('go-live.announced', {
  title: 'Stream announced',
  data: z.object({ channelId: z.string().nullable(), messageId: z.string().nullable() }),
  sentence: (_, { channelTitle }: { readonly channelTitle: string }) =>
    `The stream was announced in ${isolate(channelTitle)}`,
});

/** The outcome of updating the notice; `gone` when it was deleted on Discord. */
type Ending =
  { readonly gone: true } | { readonly gone: false; readonly channelTitle: string; readonly lasted: string };

export const goLiveEnded = topic('go-live.ended', {
  title: 'Announced stream ended',
  data: z.object({ ...place, durationMs: z.number() }),
  sentence: (_, ending: Ending) =>
    ending.gone
      ? 'The stream ended; its notice had been deleted on Discord'
      : `The stream ended after ${ending.lasted}; the notice in ${isolate(ending.channelTitle)} was updated`,
});

/** The topics of stream announcements on Discord. */
export const goLiveTopics = [goLiveAnnounced, goLiveEnded];
