import ELK from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { fromElk, toElk, type LayoutEngine } from './stage-layout.ts';

/** ELK in a worker, so that a large graph never holds up the window. */
export const createElkEngine = (): LayoutEngine & Disposable => {
  const worker = new ElkWorker();
  const elk = new ELK({ workerFactory: () => worker });
  return {
    layout: async (graph) => fromElk(await elk.layout(toElk(graph))),
    [Symbol.dispose]: () => worker.terminate(),
  };
};
