import { once } from 'node:events';
import { createComponentHarness } from '../../testing/component-harness.ts';
import { createDiscordBridge } from '../discord-bridge.ts';

// A process of its own that lives one life of the bridge and then has to end by itself: nothing else in it could keep
// the event loop alive.

/** How long discord.js may sleep after its end; it cannot be woken from its half second between two attempts. */
const lastSleepMs = 700;

const bridge = createDiscordBridge({
  readPlace: () => ({ apiUrl: process.env['API_URL'], channelId: process.env['CHANNEL_ID'] ?? '' }),
  readToken: () => Promise.resolve(process.env['BOT_TOKEN'] ?? null),
  deliver: () => undefined,
});
const life = await createComponentHarness({ id: 'discord' }).start(bridge);
process.stdout.write('started\n');
await once(process.stdin, 'data');
process.stdin.destroy();
await life.stop();
process.stdout.write('stopped\n');
await new Promise((resolve) => setTimeout(resolve, lastSleepMs));
const left = process
  .getActiveResourcesInfo()
  .filter((name) => !name.startsWith('Pipe') && !name.startsWith('TTY'));
process.stdout.write(`resources left: ${left.join(', ') || 'none'}\n`);
