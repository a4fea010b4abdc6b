/**
 * Hands the page one message port, over which the whole contract runs, and nothing else: nothing of Electron, of Node or of
 * this script can be reached from the page. Runs sandboxed, so it may require Electron's renderer half and no file of ours.
 */
import { ipcRenderer } from 'electron';

/** On the channel to the main process and in messages to the page alike; the page and the host spell them the same. */
const PORT_REQUEST = 'cuelight:port-request';
const PORT_MESSAGE = 'cuelight:port';

const isRequest = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === PORT_REQUEST;

window.addEventListener('message', (event) => {
  // Only the page itself: not a frame within it, not a window that holds a reference to it.
  if (event.source === window && isRequest(event.data)) ipcRenderer.send(PORT_REQUEST);
});

ipcRenderer.on(PORT_MESSAGE, (event) => {
  const [port] = event.ports;
  if (port) window.postMessage({ type: PORT_MESSAGE }, window.location.origin, [port]);
});
