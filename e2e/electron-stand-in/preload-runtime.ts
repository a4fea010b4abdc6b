/** A message between the stand-in and the isolated world in which the preload runs. */
export type WorldMessage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'port-message'; readonly port: number; readonly text: string }
  | { readonly kind: 'port-close'; readonly port: number }
  | {
      readonly kind: 'violation';
      readonly violation: 'content-security-policy' | 'preload';
      readonly message: string;
    };

export interface PreloadRuntimeOptions {
  /** Name of the binding by which this world reaches the stand-in. */
  readonly binding: string;
  /** Name of the function by which the stand-in reaches this world. */
  readonly receiver: string;
}

type Require = (name: string) => unknown;

/**
 * Gives a sandboxed preload what Electron gives it: a `require` for a few modules, and only the renderer half
 * of Electron. The function is sent to the page's isolated world as text, so it must not use anything from
 * outside itself. `preload` is the built preload, a CommonJS module.
 */
export const preloadRuntime = (
  options: PreloadRuntimeOptions,
  preload: (require: Require, module: { exports: object }, exports: object) => void,
): void => {
  if (window !== window.top) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const post = (message: WorldMessage): void =>
    (world[options.binding] as (text: string) => void)(JSON.stringify(message));
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  const ports = new Map<number, MessagePort>();

  const assertCloneable = (value: unknown): void => {
    try {
      structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };

  const ipcRenderer = new Proxy(
    {
      send: (channel: string, ...args: unknown[]): void => {
        assertCloneable(args);
        post({ kind: 'ipc', channel, args });
      },
      on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
        return ipcRenderer;
      },
    },
    {
      get: (target, key): unknown => {
        if (key in target) return Reflect.get(target, key);
        throw new Error(`The Electron stand-in does not offer ipcRenderer.${String(key)}`);
      },
    },
  );

  // Events, timers and url may be required too, but are not provided here because nothing of ours needs them.
  const modules: Record<string, unknown> = {
    electron: { ipcRenderer },
    'electron/renderer': { ipcRenderer },
  };
  const requireModule = (name: string): unknown => {
    if (Object.hasOwn(modules, name)) return modules[name];
    throw new Error(`module not found: ${name}`);
  };

  world[options.receiver] = (text: string): void => {
    const message = JSON.parse(text) as
      | { kind: 'ipc'; channel: string; args: unknown[]; ports: number[] }
      | { kind: 'port-message'; port: number; text: string }
      | { kind: 'port-close'; port: number };
    if (message.kind === 'port-message') {
      ports.get(message.port)?.postMessage(message.text);
      return;
    }
    if (message.kind === 'port-close') {
      ports.get(message.port)?.close();
      ports.delete(message.port);
      return;
    }
    const received = message.ports.map((id) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.addEventListener('message', (event: MessageEvent) => {
        if (typeof event.data !== 'string') {
          post({
            kind: 'violation',
            violation: 'preload',
            message: 'The stand-in carries text over ports, and nothing else',
          });
          return;
        }
        post({ kind: 'port-message', port: id, text: event.data });
      });
      port1.addEventListener('close', () => post({ kind: 'port-close', port: id }));
      port1.start();
      return port2;
    });
    for (const listener of listeners.get(message.channel) ?? []) {
      listener({ ports: received, sender: ipcRenderer }, ...message.args);
    }
  };

  document.addEventListener('securitypolicyviolation', (event) => {
    const message = `${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`;
    post({ kind: 'violation', violation: 'content-security-policy', message });
  });

  try {
    const module = { exports: {} };
    preload(requireModule, module, module.exports);
  } catch (error) {
    post({
      kind: 'violation',
      violation: 'preload',
      message: `Unable to load preload script: ${String(error)}`,
    });
  }
};
