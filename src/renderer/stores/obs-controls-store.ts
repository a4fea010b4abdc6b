import { createStore, type StoreApi } from 'zustand/vanilla';
import { assertNever } from '#shared/kernel/assert-never.ts';
import type { CuelightClient } from '../client/cuelight-client.ts';
import { describeFailure } from '../client/failure.ts';
import { controlOf, requestWords, type ObsRequest } from '../text/obs-words.ts';

/** How the last request of one control went. */
export interface ControlRecord {
  readonly request: ObsRequest;
  readonly phase: 'asked' | 'done' | 'refused';
  /** Why it was refused, or what came of it; null where there is nothing to add. */
  readonly message: string | null;
}

export interface ObsControlsState {
  /** By instance and control. */
  readonly records: ReadonlyMap<string, ControlRecord>;
  /** The OBS whose stream waits for a yes before it is stopped. */
  readonly pendingStop: string | null;
  /** Asks OBS. To end a stream, it waits for {@link confirm}. */
  readonly request: (id: string, request: ObsRequest) => Promise<void>;
  readonly confirm: () => Promise<void>;
  readonly cancel: () => void;
}
export type ObsControlsStore = StoreApi<ObsControlsState>;

export const recordKey = (id: string, control: string): string => `${id} ${control}`;

/** Sends it; resolves with what there is to tell beside that it was done. */
const send = async (client: CuelightClient, id: string, request: ObsRequest): Promise<string | null> => {
  const { obs } = client;
  switch (request.kind) {
    case 'scene':
      await obs.setScene({ id, scene: request.scene });
      return null;
    case 'streaming':
      await obs.setStreaming({ id, on: request.on });
      return null;
    case 'recording': {
      const { path } = await obs.setRecording({ id, on: request.on });
      return path === null ? null : `Recorded to ${path}`;
    }
    case 'replay-buffer':
      await obs.setReplayBuffer({ id, on: request.on });
      return null;
    case 'save-replay':
      return `Saved to ${(await obs.saveReplay({ id })).path}`;
    case 'virtual-camera':
      await obs.setVirtualCamera({ id, on: request.on });
      return null;
    case 'source':
      await obs.setSourceVisible({ id, source: request.itemId, visible: request.visible });
      return null;
    case 'mute':
      await obs.setMuted({ id, input: request.input, muted: request.muted });
      return null;
    case 'volume':
      await obs.setVolume({ id, input: request.input, volumeDb: request.volumeDb });
      return null;
    default:
      return assertNever(request);
  }
};

/** What was asked of every OBS, and how it went. What OBS does is in the OBS store alone. */
export const createObsControlsStore = (options: {
  readonly client: CuelightClient;
  /** Told of each request's end, in a sentence. */
  readonly onEnd: (tone: 'good' | 'bad', sentence: string) => void;
}): ObsControlsStore =>
  createStore<ObsControlsState>((set, get) => {
    const { client, onEnd } = options;
    const note = (key: string, record: ControlRecord): void =>
      set((state) => ({ records: new Map(state.records).set(key, record) }));

    const run = async (id: string, request: ObsRequest): Promise<void> => {
      const key = recordKey(id, controlOf(request));
      const asked: ControlRecord = { request, phase: 'asked', message: null };
      note(key, asked);
      const end = (record: ControlRecord): void => {
        // A later request of the same control has the word.
        if (get().records.get(key) === asked) note(key, record);
      };
      try {
        const message = await send(client, id, request);
        end({ request, phase: 'done', message });
        if (message !== null) onEnd('good', `${requestWords(request)}: ${message}`);
      } catch (thrown) {
        const { message } = describeFailure(thrown);
        end({ request, phase: 'refused', message });
        onEnd('bad', `${requestWords(request)} failed: ${message}`);
      }
    };

    return {
      records: new Map(),
      pendingStop: null,
      request: async (id, request) => {
        if (request.kind === 'streaming' && !request.on) set({ pendingStop: id });
        else await run(id, request);
      },
      confirm: async () => {
        const id = get().pendingStop;
        if (id === null) return;
        set({ pendingStop: null });
        await run(id, { kind: 'streaming', on: false });
      },
      cancel: () => set({ pendingStop: null }),
    };
  });
