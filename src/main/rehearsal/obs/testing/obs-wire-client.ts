/** An obs-websocket client that sends exactly what the test says, and the shapes of its received messages. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

export const helloSchema = z.object({
  op: z.literal(0),
  d: z.object({
    obsWebSocketVersion: z.string(),
    rpcVersion: z.number(),
    authentication: z.object({ challenge: z.string(), salt: z.string() }),
  }),
});
const statusSchema = z.object({ result: z.boolean(), code: z.number(), comment: z.string().optional() });
const responseSchema = z.object({
  op: z.literal(7),
  d: z.object({
    requestType: z.string(),
    requestId: z.string(),
    requestStatus: statusSchema,
    responseData: z.record(z.string(), z.unknown()).nullish(),
  }),
});
const batchSchema = z.object({
  op: z.literal(9),
  d: z.object({
    requestId: z.string(),
    results: z.array(z.object({ requestId: z.string().optional(), requestStatus: statusSchema })),
  }),
});
export const eventSchema = z.object({
  op: z.literal(5),
  d: z.object({ eventType: z.string(), eventIntent: z.number(), eventData: z.unknown() }),
});

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

/** A client that sends exactly what the test says. */
export class WireClient {
  readonly received: unknown[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #password: string;

  constructor(url: string, password: string) {
    this.#password = password;
    this.#socket = new WebSocket(url, 'obswebsocket.json');
    this.#socket.on('message', (data) => {
      this.received.push(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''));
    });
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code) => resolve(code));
    });
  }

  async next<T>(schema: z.ZodType<T>): Promise<T> {
    const deadline = performance.now() + 5_000;
    while (performance.now() < deadline) {
      const found = this.received.findIndex((message) => schema.safeParse(message).success);
      if (found >= 0) return schema.parse(this.received.splice(found, 1)[0]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`No such message came; came: ${JSON.stringify(this.received).slice(0, 500)}`);
  }

  /** Sends a valid Identify, with changes. */
  async identification(changes: Readonly<Record<string, unknown>> = {}): Promise<object> {
    const { authentication } = (await this.next(helloSchema)).d;
    const answer = hash(hash(this.#password + authentication.salt) + authentication.challenge);
    return { op: 1, d: { rpcVersion: 1, authentication: answer, eventSubscriptions: 0, ...changes } };
  }

  async identify(changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.send(await this.identification(changes));
    await this.next(z.object({ op: z.literal(2), d: z.object({ negotiatedRpcVersion: z.literal(1) }) }));
  }

  send(message: unknown): void {
    this.sendFrame(JSON.stringify(message));
  }

  sendFrame(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  async request(requestType: string, requestData?: unknown): Promise<z.infer<typeof responseSchema>['d']> {
    this.send({ op: 6, d: { requestType, requestId: 'r', requestData } });
    return (await this.next(responseSchema)).d;
  }

  async batch(d: Readonly<Record<string, unknown>>): Promise<z.infer<typeof batchSchema>['d']['results']> {
    this.send({ op: 8, d: { requestId: 'b', ...d } });
    return (await this.next(batchSchema)).d.results;
  }

  async end(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.terminate();
    await once(this.#socket, 'close');
  }
}
