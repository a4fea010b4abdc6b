import { WebSocket } from 'ws';
import { err, frameText, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { faultOfNetworkError, refusedUpgrade, unreachable } from '../twitch-http/index.ts';
import { eventLinkSilent, eventsClosed, notWelcomed } from './event-faults.ts';
import { parseFrame, type EventFrame } from './frames.ts';

const welcomeLimitMs = 10_000;
/**
 * Tolerance beyond the keepalive that Twitch promised: a link that becomes slow during a silence, by 2 s and
 * a jitter of 1 s, is not dead.
 */
const silenceGraceMs = 3_500;
/** Timer delay above which this process slept or was blocked: it reads the socket first. */
const latenessAllowedMs = 1_000;
const mostFrameBytes = 1_024 * 1_024;

export interface Welcome {
  readonly sessionId: string;
  readonly keepaliveMs: number;
}

export interface EventSocketOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Receives everything after the welcome, in order. */
  readonly onFrame: (frame: EventFrame) => void;
  readonly onUnreadable: () => void;
  /** Called once when the link closed, from either side, and only after a welcome. */
  readonly onClosed: (fault: Fault) => void;
}

/** One WebSocket of EventSub: opens once, never reconnects, and sends nothing but the protocol's pongs. */
export class EventSocket {
  readonly #options: EventSocketOptions;
  readonly #host: string;
  readonly #opened = Promise.withResolvers<Result<Welcome, Fault>>();
  readonly #ended = Promise.withResolvers<void>();
  #socket: WebSocket | null = null;
  #welcome: Welcome | null = null;
  #watch: Disposable | null = null;
  #heardAt: number;
  #over = false;

  constructor(options: EventSocketOptions) {
    this.#options = options;
    this.#host = new URL(options.url).hostname;
    this.#heardAt = options.clock.monotonic();
  }

  get sessionId(): string | null {
    return this.#welcome?.sessionId ?? null;
  }

  /** Silence after which the link counts as dead, milliseconds; null before the welcome. */
  get deadAfterMs(): number | null {
    return this.#welcome && this.#welcome.keepaliveMs + silenceGraceMs;
  }

  /** Milliseconds since the last message. */
  get silentMs(): number {
    return this.#options.clock.monotonic() - this.#heardAt;
  }

  /** Resolves with Twitch's welcome, or with the fault that prevented it. Call it once. */
  async open(signal: AbortSignal): Promise<Result<Welcome, Fault>> {
    const { clock, url } = this.#options;
    const limit = clock.setTimeout(() => this.#end(notWelcomed(welcomeLimitMs)), welcomeLimitMs);
    const onAbort = (): void => this.#end(unreachable('Connecting to Twitch was cancelled.', signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else this.#connect(url);
    try {
      return await this.#opened.promise;
    } finally {
      limit[Symbol.dispose]();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Closes the link without a call of `onClosed`. Resolves when the socket is closed. */
  async close(): Promise<void> {
    this.#over = true;
    this.#watch?.[Symbol.dispose]();
    this.#opened.resolve(err(unreachable('The connection was closed.')));
    if (!this.#socket || this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.terminate();
    await this.#ended.promise;
  }

  #connect(url: string): void {
    const socket = new WebSocket(url, {
      maxPayload: mostFrameBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket = socket;
    let problem: Fault | null = null;
    socket.on('unexpected-response', (request, response) => {
      problem = refusedUpgrade(response.statusCode ?? 0, this.#host);
      request.destroy();
      socket.terminate();
    });
    socket.on('error', (error) => {
      problem ??= faultOfNetworkError(error, this.#host);
    });
    // Twitch's pings prove life as much as its frames do; the library answers them.
    socket.on('ping', () => this.#heard());
    socket.on('message', (data, isBinary) => {
      if (this.#over) return;
      this.#heard();
      const frame = isBinary ? null : parseFrame(frameText(data));
      if (frame === null) this.#options.onUnreadable();
      else this.#receive(frame);
    });
    socket.on('close', (code) => {
      this.#ended.resolve();
      this.#end(problem ?? eventsClosed(code));
    });
  }

  #receive(frame: EventFrame): void {
    if (frame.kind !== 'welcome') {
      this.#options.onFrame(frame);
      return;
    }
    const { sessionId, keepaliveMs } = frame;
    this.#welcome = { sessionId, keepaliveMs };
    this.#armWatch();
    this.#opened.resolve(ok(this.#welcome));
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.monotonic();
  }

  #armWatch(): void {
    const { deadAfterMs } = this;
    if (this.#over || deadAfterMs === null) return;
    this.#watch?.[Symbol.dispose]();
    const { clock } = this.#options;
    const dueAt = Math.max(this.#heardAt + deadAfterMs, clock.monotonic() + 1);
    this.#watch = clock.setTimeout(() => {
      const lateMs = clock.monotonic() - dueAt;
      if (lateMs > latenessAllowedMs && lateMs < deadAfterMs) this.#heardAt = clock.monotonic();
      if (this.silentMs >= deadAfterMs) this.#end(eventLinkSilent(this.silentMs));
      else this.#armWatch();
    }, dueAt - clock.monotonic());
  }

  #end(fault: Fault): void {
    if (this.#over) return;
    this.#over = true;
    this.#watch?.[Symbol.dispose]();
    this.#socket?.terminate();
    this.#opened.resolve(err(fault));
    if (this.#welcome) this.#options.onClosed(fault);
  }
}
