/** Locks a home, says so, and stays. */
import { createSystemClock } from '#shared/kernel/index.ts';
import { acquireHomeLock } from '../home-lock.ts';

const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('Usage: hold-home-lock.ts HOME');
const clock = createSystemClock();
const lock = acquireHomeLock(home, clock);
process.stdout.write(lock.ok ? 'locked\n' : `${lock.error.message}\n`);
const tenMinutesMs = 600_000;
clock.setTimeout(() => process.exit(), tenMinutesMs);
