/**
 * Gives the page one message port for the whole contract and nothing else: the page cannot reach Electron,
 * Node or this script. Runs sandboxed, so it may require Electron's renderer half and no file of the project.
 */
import { ipcRenderer } from 'electron';

/**
 * Names of the channel to the main process and of the messages to the page. Page and host use the same names.
 */
const PORT_REQUEST = 'cuelight:port-request';
const PORT_MESSAGE = 'cuelight:port';

const isRequest = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === PORT_REQUEST;

window.addEventListener('message', (event) => {
  // Accepts only the page itself, no frame in it and no window that has a reference to it.
  if (event.source === window && isRequest(event.data)) ipcRenderer.send(PORT_REQUEST);
});

ipcRenderer.on(PORT_MESSAGE, (event) => {
  const [port] = event.ports;
  if (port) window.postMessage({ type: PORT_MESSAGE }, window.location.origin, [port]);
});
