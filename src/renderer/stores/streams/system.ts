import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunInfo, SystemFrame } from '#shared/contract/index.ts';
import type { DiagnosticBundle, Verdict } from '#shared/model/index.ts';
import { applySystemFrame, emptySystem, type SystemModel } from '../../model/system-model.ts';
import { defineStream } from './define-stream.ts';

export interface SystemState extends SystemModel {
  readonly apply: (frame: SystemFrame) => void;
}
export type SystemStore = StoreApi<SystemState>;

/** All components and edges and the verdict, as last reported by the host. */
export const createSystemStore = (): SystemStore =>
  createStore<SystemState>((set) => ({
    ...emptySystem,
    apply: (frame) => set((state) => applySystemFrame(state, frame)),
  }));

const fileVerdict = (madeAt: number): Verdict => ({
  level: 'unknown',
  headline: 'Recorded, not live',
  detail: null,
  sentence: 'Recorded, not live',
  since: madeAt,
  causeId: null,
  collateral: [],
  retryAt: null,
  problems: [],
  action: null,
});

const fileRun = ({ versions, from }: DiagnosticBundle): RunInfo => ({
  mode: 'live',
  scenario: null,
  host: 'headless',
  version: versions['cuelight'] ?? 'unknown',
  startedAt: from,
  show: null,
  trial: null,
});

export const systemStream = defineStream<SystemFrame, SystemState>({
  create: createSystemStore,
  watch: ({ system }) => system.watch,
  inFile: (content) => ({
    kind: 'snapshot',
    components: content.components,
    edges: content.edges,
    verdict: fileVerdict(content.madeAt),
    run: fileRun(content),
  }),
});
