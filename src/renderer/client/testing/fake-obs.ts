import type { Clock } from '#shared/kernel/clock.ts';
import type { ObsFrame } from '#shared/contract/index.ts';
import type { ObsView } from '#shared/model/index.ts';
import { createChannel } from './channel.ts';

const firstView: ObsView = {
  id: 'obs:main',
  studioVersion: '30.2.0',
  scenes: ['Starting soon', 'Live', 'Be right back', 'Ending'],
  currentScene: 'Live',
  streaming: 'on',
  recording: 'off',
  recordingPath: null,
  replayBuffer: 'on',
  lastReplay: null,
  virtualCamera: 'unavailable',
  studioMode: false,
  sources: [
    { itemId: 4, name: 'Alerts', kind: 'browser_source', visible: true, locked: true },
    { itemId: 3, name: 'Chat overlay', kind: 'browser_source', visible: false, locked: false },
    { itemId: 2, name: 'Camera', kind: 'v4l2_input', visible: true, locked: false },
    { itemId: 1, name: 'Game', kind: 'xcomposite_input', visible: true, locked: true },
  ],
  inputs: [
    { name: 'Microphone', kind: 'pulse_input_capture', muted: false, volumeDb: -3.5 },
    { name: 'Desktop audio', kind: 'pulse_output_capture', muted: true, volumeDb: 0 },
  ],
};

/** An image of one grey pixel. */
const greyPixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChAGA8n1pRAAAAABJRU5ErkJggg==';

/** The OBS of the in-memory host. Executes requests immediately, unless it refuses or waits. */
export const createFakeObs = (clock: Clock, epoch: string) => {
  const channel = createChannel<ObsFrame>();
  let view = firstView;
  let seq = 0;
  let refusal: string | null = null;
  let gate: Promise<void> = Promise.resolve();
  const asked: string[] = [];

  const show = (change: Partial<ObsView>): void => {
    view = { ...view, ...change };
    seq += 1;
    channel.send({ epoch, seq, kind: 'changes', changed: [{ ...change, id: view.id }], removed: [] });
  };
  const act = async (what: string, change: Partial<ObsView>): Promise<void> => {
    asked.push(what);
    await gate;
    show(change);
  };

  return {
    /** The requests, in order. */
    asked,
    view: () => view,
    show,
    act,
    picture: () => ({ scene: view.currentScene ?? '', image: greyPixel, takenAt: clock.now() }),
    setSource: (source: string | number, visible: boolean) =>
      act(`source ${source} ${visible ? 'shown' : 'hidden'}`, {
        sources:
          view.sources?.map((each) =>
            each.itemId === source || each.name === source ? { ...each, visible } : each,
          ) ?? null,
      }),
    setInput: (name: string, change: { muted?: boolean; volumeDb?: number }) =>
      act(`input ${name} ${JSON.stringify(change)}`, {
        inputs: view.inputs?.map((each) => (each.name === name ? { ...each, ...change } : each)) ?? null,
      }),
    /** The reason for refusing requests; null while it accepts them. */
    refusal: () => refusal,
    refuse: (reason: string | null): void => void (refusal = reason),
    /** Holds all requests until the returned function is called. */
    hold: (): (() => void) => {
      const held = Promise.withResolvers<void>();
      gate = held.promise;
      return held.resolve;
    },
    watch: (signal: AbortSignal | undefined) =>
      channel.read(signal, { epoch, seq, kind: 'snapshot', instances: [view] }),
  };
};
