import { z } from 'zod';
import { isolate } from '../../kernel/index.ts';
import { topic } from './define.ts';

const place = { channelId: z.string(), messageId: z.string() };

export const goLiveAnnounced = topic('go-live.announced', {
  title: 'Stream announced',
  data: z.object({ channelId: z.string().nullable(), messageId: z.string().nullable() }),
  sentence: (_, { channelTitle }: { readonly channelTitle: string }) =>
    `The stream is announced in ${isolate(channelTitle)}`,
});

/** The place of the notice and its end; `gone` when it was deleted on Discord. */
type Ending =
  { readonly gone: true } | { readonly gone: false; readonly channelTitle: string; readonly lasted: string };

export const goLiveEnded = topic('go-live.ended', {
  title: 'Announced stream ended',
  data: z.object({ ...place, durationMs: z.number() }),
  sentence: (_, ending: Ending) =>
    ending.gone
      ? 'The stream is over; its notice was deleted on Discord meanwhile'
      : `The notice in ${isolate(ending.channelTitle)} says that the stream ended after ${ending.lasted}`,
});

/** The topics of announcements on Discord. */
export const goLiveTopics = [goLiveAnnounced, goLiveEnded];
