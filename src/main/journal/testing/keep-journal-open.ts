/** Opens a journal in a separate process, prints the id of that process, and waits until it is killed. */
import { createSystemClock } from '#shared/kernel/index.ts';
import { openJournal } from '../open-journal.ts';
import { eventually } from './journal-fixture.ts';
import { createProcessFixture } from './process-fixture.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: keep-journal-open.ts FILE');
const fixture = createProcessFixture();
const journal = await openJournal({ file, threads: fixture.threads, clock: createSystemClock() });
await eventually(() => journal.stats().state === 'open', 'the journal is open');
process.stdout.write(`${fixture.pid}\n`);
process.stdin.resume();
