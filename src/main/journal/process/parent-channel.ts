import type { FromProcess, ToProcess } from './process-port.ts';

/** The channel from the journal's process to its parent. */
export interface ParentChannel {
  send(message: FromProcess): void;
  /** Sets the listeners for messages and for the end of the parent. */
  listen(onMessage: (message: ToProcess) => void, onParentGone: () => void): void;
}

/** The part of Electron's `process.parentPort` that this file uses. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

const isParentPort = (value: unknown): value is ParentPort =>
  typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;

const messageTypes: ReadonlySet<unknown> = new Set<ToProcess['type']>([
  'start',
  'post',
  'cancel',
  'end',
  'ping',
  'finish',
]);
const isToProcess = (message: unknown): message is ToProcess =>
  typeof message === 'object' && message !== null && 'type' in message && messageTypes.has(message.type);

/** Returns the channel: Electron's port in a utility process, Node's IPC in a forked process. */
export const findParentChannel = (child: NodeJS.Process): ParentChannel => {
  const port: unknown = Reflect.get(child, 'parentPort');
  if (isParentPort(port)) {
    return {
      send: (message) => port.postMessage(message),
      listen: (onMessage) => {
        // Chromium ends a utility process when its parent exits.
        port.on('message', ({ data }) => {
          if (isToProcess(data)) onMessage(data);
        });
      },
    };
  }
  return {
    // The parent may be gone, which `disconnect` says.
    send: (message) => void child.send?.(message, undefined, undefined, () => undefined),
    listen: (onMessage, onParentGone) => {
      child.on('message', (message: unknown) => {
        if (isToProcess(message)) onMessage(message);
      });
      child.on('disconnect', onParentGone);
      if (!child.connected) onParentGone();
    },
  };
};
