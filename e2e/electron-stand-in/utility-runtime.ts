/**
 * Prepares a utility process of the stand-in: it gets Electron's `process.parentPort` and loses Node's
 * channel.
 */
import { EventEmitter } from 'node:events';
import process from 'node:process';

const send = process.send?.bind(process);
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown): void => void send?.(message, undefined, undefined, () => undefined),
});
process.on('message', (sent: { readonly message: unknown }) => {
  parentPort.emit('message', { data: sent.message, ports: [] });
});
// Chromium ends a utility process with its parent.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'send', { value: undefined });
