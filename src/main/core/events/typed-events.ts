import type { EventRecord } from '#shared/model/index.ts';

/** Topics and the data that their events carry. An orchestrator names its own. */
export type EventMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An event whose data is known by its topic. */
export type TypedEvent<TData> = Omit<EventRecord, 'data'> & { readonly data: TData };
