import { once } from 'node:events';
import { createComponentHarness } from '../../testing/component-harness.ts';
import { createDiscordBridge } from '../discord-bridge.ts';

// A separate process that opens one connection of the bridge and must then exit by itself: nothing else in it
// could
// keep the event loop alive.

/**
 * Longest sleep of discord.js after its end; its half-second wait between two attempts can't be cancelled.
 */
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
