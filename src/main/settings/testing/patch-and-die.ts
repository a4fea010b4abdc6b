/** Changes one setting and kills itself, as a power cut would, at one step of the write. */
import { createSystemClock } from '#shared/kernel/index.ts';
import { openSettings } from '../open-settings.ts';
import { chatSection } from './settings-fixture.ts';

const [file, step, cooldown] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: patch-and-die.ts FILE STEP COOLDOWN');
const { store } = await openSettings({
  file,
  sections: [chatSection],
  environment: {},
  clock: createSystemClock(),
  secretState: async () => 'missing',
  atStep: (reached) => {
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
await store.patch('chat-presence', { cooldownSeconds: Number(cooldown) });
