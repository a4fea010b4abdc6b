import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessageChannelMain, MessagePortMain } from 'electron';
import { assertCloneable, type Offers } from './strictness.ts';

/**
 * Electron's `MessagePortMain` over Node's own port: queues until started, clones what it carries, closes
 * both ends.
 */
export class StandInMessagePort
  extends EventEmitter
  implements Offers<MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  readonly #port: MessagePort;
  #taken = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown): void {
    this.#assertOurs();
    assertCloneable(message);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    this.#port.postMessage(message);
  }

  start(): void {
    this.#assertOurs();
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    if (!this.#taken) this.#port.close();
  }

  /** Hands the port to a page. It is of no use here afterwards, as after any transfer. */
  transfer(): MessagePort {
    this.#assertOurs();
    this.#taken = true;
    return this.#port;
  }

  #assertOurs(): void {
    if (this.#taken) throw new Error('The port was transferred and is of no use here');
  }
}

export class StandInMessageChannel implements Record<keyof MessageChannelMain, StandInMessagePort> {
  readonly port1: StandInMessagePort;
  readonly port2: StandInMessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new StandInMessagePort(port1);
    this.port2 = new StandInMessagePort(port2);
  }
}
