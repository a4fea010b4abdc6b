/**
 * `npm run test:fuzz -- --messages 1000000 --seed 7`. Sends generated messages over every channel of the
 * program: message port, WebSocket and HTTP. Prints one JSON line, and the findings on standard error. Exits
 * with 1 when a message crashed something, reached a handler unvalidated, failed or stayed unanswered.
 */
import { parseArgs } from 'node:util';
import { runFuzz } from './fuzz/run.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const messages = Number(values.messages);
const seed = Number(values.seed);
if (!Number.isSafeInteger(messages) || messages < 1 || !Number.isSafeInteger(seed)) {
  console.error('Give a number of messages and a seed: npm run test:fuzz -- --messages 1000000 --seed 7');
  process.exit(2);
}

let announced = 0;
const report = await runFuzz({
  messages,
  seed,
  onProgress: (sent) => {
    if (sent - announced < 60_000) return;
    announced = sent;
    console.error(`${sent} of ${messages} messages sent`);
  },
  onFinding: (finding) => console.error(finding),
});
console.log(JSON.stringify(report));
process.exitCode = report.ok ? 0 : 1;
