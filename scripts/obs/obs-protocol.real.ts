/** Checks the table of the protocol against the real OBS Studio. */
import { describeObsProtocol } from '../../src/main/rehearsal/obs/testing/protocol-behaviour.ts';
import { createRealObs } from './real-obs.ts';

describeObsProtocol('the real OBS Studio', async () => {
  const obs = await createRealObs();
  await obs.start();
  return { url: obs.url, password: obs.password, scenes: obs.scenes, close: () => obs.close() };
});
