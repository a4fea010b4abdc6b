import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { quitOnSignals, type SignalledProcess } from './quit-on-signals.ts';
import { asElectron } from './testing/fakes.ts';

it('takes each signal over again, and quits once for each', () => {
  const emitter = new EventEmitter();
  const asked: string[] = [];
  emitter.on('removeListener', (signal: string) => asked.push(`let go ${signal}`));
  emitter.on('newListener', (signal: string) => asked.push(`take ${signal}`));
  const process = asElectron<SignalledProcess>(emitter);
  let quits = 0;
  const quit = (): void => void (quits += 1);
  quitOnSignals(process, quit);
  asked.length = 0;
  quitOnSignals(process, quit);
  expect(asked).toEqual(
    ['SIGTERM', 'SIGINT', 'SIGHUP'].flatMap((signal) => [`let go ${signal}`, `take ${signal}`]),
  );
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTERM']) emitter.emit(signal);
  expect(quits).toBe(4);
});
