import { createSeededRandom, createSystemClock } from '#shared/kernel/index.ts';
import { createObsRehearsal } from './index.ts';
import { describeObsProtocol } from './testing/protocol-behaviour.ts';

describeObsProtocol('the rehearsal', async () => {
  const scenes = ['Starting soon', 'Main', 'Be right back'];
  const server = await createObsRehearsal({
    clock: createSystemClock(),
    random: createSeededRandom(3),
    password: 'a rehearsal password',
    scenes,
  });
  return {
    url: server.url,
    password: server.password,
    scenes,
    close: async () => {
      await server[Symbol.asyncDispose]();
    },
  };
});
