import type { StoreApi } from 'zustand/vanilla';
import type { DiagnosticBundle } from '#shared/model/index.ts';
import { chatStream } from './chat.ts';
import type { FrameOf, StreamDefinition, StreamName, StreamTools } from './define-stream.ts';
import { eventsStream } from './events.ts';
import { metricsStream } from './metrics.ts';
import { obsStream } from './obs.ts';
import { rehearsalStream } from './rehearsal.ts';
import { systemStream } from './system.ts';

/** Every stream of the contract, by its subject. */
const table = {
  system: systemStream,
  metrics: metricsStream,
  events: eventsStream,
  chat: chatStream,
  obs: obsStream,
  rehearsal: rehearsalStream,
};

/** The states of the streams' stores. */
export type StreamStates = {
  readonly [Name in keyof typeof table]: ReturnType<ReturnType<(typeof table)[Name]['create']>['getState']>;
};

export type StreamStores = { readonly [Name in StreamName]: StoreApi<StreamStates[Name]> };

/** The table by the contract's names: a missing stream, or one with another's frames, does not compile. */
export const streams: {
  readonly [Name in StreamName]: StreamDefinition<FrameOf<Name>, StreamStates[Name]>;
} = table;

type Stores<States> = { readonly [Name in keyof States]: StoreApi<States[Name]> };

const createAll = <States extends object>(
  definitions: {
    readonly [Name in keyof States]: { readonly create: (tools: StreamTools) => StoreApi<States[Name]> };
  },
  tools: StreamTools,
): Stores<States> => {
  const made: Partial<Stores<States>> = {};
  const areAll = (stores: Partial<Stores<States>>): stores is Stores<States> =>
    Object.keys(definitions).every((name) => Object.hasOwn(stores, name));
  for (const name in definitions) made[name] = definitions[name].create(tools);
  if (!areAll(made)) throw new Error('A stream has no store.');
  return made;
};

export const createStreamStores = (tools: StreamTools): StreamStores =>
  createAll<StreamStates>(streams, tools);

const isStreamName = (name: string): name is StreamName => Object.hasOwn(streams, name);

export const streamNames: readonly StreamName[] = Object.keys(streams).filter(isStreamName);

/**
 * Creates the first frame of each stream from a diagnostic bundle; null where the bundle lacks the subject.
 */
export const firstFrames = (content: DiagnosticBundle): ReadonlyMap<string, object | null> =>
  new Map(streamNames.map((name) => [name, streams[name].inFile(content)]));
