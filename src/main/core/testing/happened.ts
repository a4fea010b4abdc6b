import { z } from 'zod';
import { topic, type EmitDetails, type TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { EventData } from '#shared/model/index.ts';

interface Said extends EmitDetails {
  readonly message?: string;
  readonly data?: EventData;
}

/**
 * Creates the draft of an event whose topic exists only in a test or an example.
 *
 * @example
 * ```ts
 * const { bus } = createCoreHarness().createServices();
 * bus.emit('twitch', happened('chat.message', { message: 'Ada: hello' })).message; // => 'Ada: hello'
 * ```
 */
export const happened = (name: string, { message = name, data = {}, ...details }: Said = {}): TopicDraft =>
  topic(name, { title: name, data: z.looseObject({}), sentence: () => message })(data, details);
