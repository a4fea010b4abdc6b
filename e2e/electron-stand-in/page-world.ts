import type { CDPSession, Page } from '@playwright/test';
import type { StandInMessagePort } from './message-channel.ts';
import { preloadRuntime, type WorldMessage } from './preload-runtime.ts';
import { assertCloneable, type Violations } from './strictness.ts';

const WORLD = 'electron-stand-in-isolated';
const BINDING = '__standInSend';
const RECEIVER = '__standInReceive';

interface BoundContext {
  readonly id: number;
  /** Ports that this document holds, by the number they go under. */
  readonly ports: Map<number, ReturnType<StandInMessagePort['transfer']>>;
}

export interface PageWorldOptions {
  readonly page: Page;
  /** Text of the built preload. */
  readonly preload: string;
  readonly violations: Violations;
  /** A message of the page's main frame, from the document that is there now. */
  readonly onMessage: (channel: string, args: unknown[]) => void;
}

/**
 * The isolated world of a page's main frame: runs the preload at the start of each document and carries
 * messages and ports.
 */
export class PageWorld {
  readonly #session: CDPSession;
  readonly #options: PageWorldOptions;
  #context: BoundContext | undefined;
  #nextPort = 1;

  private constructor(session: CDPSession, options: PageWorldOptions) {
    this.#session = session;
    this.#options = options;
  }

  static async open(options: PageWorldOptions): Promise<PageWorld> {
    const session = await options.page.context().newCDPSession(options.page);
    const world = new PageWorld(session, options);
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const data = context.auxData as { frameId?: string } | undefined;
      if (context.name === WORLD && data?.frameId === world.#mainFrameId) world.#bind(context.id);
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING && executionContextId === world.#context?.id)
        world.#receive(JSON.parse(payload) as WorldMessage);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === world.#context?.id) world.#release();
    });
    await session.send('Page.enable');
    const { frameTree } = await session.send('Page.getFrameTree');
    world.#mainFrameId = frameTree.frame.id;
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    const given = JSON.stringify({ binding: BINDING, receiver: RECEIVER });
    // The same wrapper that Electron's sandboxed loader puts round a preload.
    const preload = `function (require, module, exports) {${options.preload}\n}`;
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${preloadRuntime.toString()})(${given}, ${preload})`,
      worldName: WORLD,
    });
    return world;
  }

  #mainFrameId = '';

  /** Sends to the preload, with ports that from now on belong to the page. */
  send(channel: string, args: readonly unknown[], ports: readonly StandInMessagePort[]): void {
    assertCloneable(args);
    const context = this.#context;
    if (!context) return;
    const ids = ports.map((port) => {
      const id = this.#nextPort++;
      const own = port.transfer();
      context.ports.set(id, own);
      own.on('message', (data: unknown) => {
        if (typeof data !== 'string') {
          this.#options.violations.add('preload', 'The stand-in carries text over ports, and nothing else');
          return;
        }
        this.#deliver(context, { kind: 'port-message', port: id, text: data });
      });
      own.on('close', () => this.#deliver(context, { kind: 'port-close', port: id }));
      return id;
    });
    this.#deliver(context, { kind: 'ipc', channel, args, ports: ids });
  }

  /** Presses a key. Resolves when the page has handled it. */
  async pressKey(key: string, modifiers: number): Promise<void> {
    await this.#session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, modifiers });
  }

  #bind(id: number): void {
    this.#release();
    this.#context = { id, ports: new Map() };
  }

  /** The document is gone, and with it every port it held. */
  #release(): void {
    const gone = this.#context;
    this.#context = undefined;
    for (const port of gone?.ports.values() ?? []) port.close();
  }

  #receive(message: WorldMessage): void {
    if (message.kind === 'ipc') this.#options.onMessage(message.channel, message.args);
    else if (message.kind === 'violation') this.#options.violations.add(message.violation, message.message);
    else if (message.kind === 'port-message')
      this.#context?.ports.get(message.port)?.postMessage(message.text);
    else {
      this.#context?.ports.get(message.port)?.close();
      this.#context?.ports.delete(message.port);
    }
  }

  #deliver(context: BoundContext, message: unknown): void {
    if (context !== this.#context) return;
    this.#session
      .send('Runtime.evaluate', {
        contextId: context.id,
        expression: `${RECEIVER}(${JSON.stringify(JSON.stringify(message))})`,
      })
      .catch(() => {
        // The document disappeared meanwhile. Its ports are closed when that is reported.
      });
  }
}
