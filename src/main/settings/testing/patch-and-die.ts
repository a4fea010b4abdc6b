/**
 * Changes a setting and kills its own process, like a power cut, at a step of the first, second or third file
 * that it writes.
 */
import { createSystemClock } from '#shared/kernel/index.ts';
import { openSettings } from '../open-settings.ts';
import { chatSection } from './settings-fixture.ts';

const [file, step, write, cooldown] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: patch-and-die.ts FILE STEP WRITE COOLDOWN');
let writes = 0;
const { store } = await openSettings({
  file,
  sections: [chatSection],
  environment: {},
  clock: createSystemClock(),
  secretState: async () => 'missing',
  atStep: (reached) => {
    if (reached === 'temporary-opened') writes += 1;
    if (reached === step && writes === Number(write)) process.kill(process.pid, 'SIGKILL');
  },
});
await store.patch('chat-presence', { cooldownSeconds: Number(cooldown) });
