/** One client of the rehearsal server, from Hello to the close. */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import {
  isObject,
  type Clock,
  type Json,
  type JsonObject,
  type RandomSource,
  type Scope,
} from '#shared/kernel/index.ts';
import { Delivery } from '../delivery.ts';
import {
  readBatch,
  readId,
  readMessage,
  readSubscriptions,
  readText,
  refuseIdentify,
  type Closing,
  type Fields,
} from './client-messages.ts';
import type { FaultSwitches } from './obs-server-faults.ts';
import {
  closeCodes,
  defaultSubscriptions,
  obsWebSocketVersion,
  opCodes,
  statusCodes,
  type StudioEvent,
} from './obs-protocol.ts';
import type { Answer } from './request-fields.ts';
import { answerRequest } from './obs-requests.ts';
import type { Studio } from './studio.ts';

export interface Session {
  readonly identified: boolean;
  announce(event: StudioEvent): void;
  /** Sends a frame unchanged, outside of the protocol. */
  sendRaw(frame: string | Buffer): void;
  close(code: number, reason: string): void;
  /** Drops the socket without a closing handshake. */
  drop(): void;
  /** Continues with the messages that arrived while the server hung. */
  resume(): void;
}

export interface SessionOptions {
  readonly socket: WebSocket;
  readonly studio: Studio;
  readonly password: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly switches: FaultSwitches;
  /** Ends with the socket or with the server. */
  readonly scope: Scope;
}

/**
 * Maximum number of frames kept while the server hangs. Later frames are dropped, as with a full socket
 * buffer.
 */
const maxDelayedFrames = 1_000;

const statusOf = (given: Answer): JsonObject => ({
  result: given.code === statusCodes.success,
  code: given.code,
  ...('comment' in given && given.comment !== undefined && { comment: given.comment }),
});
const dataOf = (given: Answer): JsonObject =>
  'data' in given && given.data !== undefined ? { responseData: given.data } : {};

class ClientSession implements Session {
  readonly #options: SessionOptions;
  readonly #secrets = {
    challenge: randomBytes(32).toString('base64'),
    salt: randomBytes(32).toString('base64'),
  };
  readonly #delivery: Delivery<string>;
  readonly #delayedFrames: { readonly data: string; readonly isBinary: boolean }[] = [];
  #identified = false;
  #subscriptions = defaultSubscriptions;
  #incoming = 0;
  #outgoing = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, clock, random, switches, scope } = options;
    this.#delivery = scope.use(
      new Delivery<string>({
        clock,
        random,
        faults: switches.delivery,
        write: (text) => {
          if (socket.readyState !== socket.OPEN || switches.hanging) return;
          this.#outgoing += 1;
          socket.send(text);
        },
      }),
      'delivery',
    );
    socket.on('message', (data, isBinary) => {
      this.#incoming += 1;
      this.#receive(Buffer.isBuffer(data) ? data.toString() : '', isBinary);
    });
    socket.on('error', () => socket.terminate());
  }

  get identified(): boolean {
    return this.#identified;
  }

  greet(): void {
    const { password, switches } = this.#options;
    this.#send(opCodes.hello, {
      obsWebSocketVersion,
      rpcVersion: switches.rpcVersion,
      ...(password !== '' && { authentication: this.#secrets }),
    });
  }

  announce({ type, intent, data }: StudioEvent): void {
    if (!this.#identified || (this.#subscriptions & intent) === 0) return;
    this.#send(opCodes.event, { eventType: type, eventIntent: intent, ...(data && { eventData: data }) });
  }

  sendRaw(frame: string | Buffer): void {
    this.#options.socket.send(frame);
  }

  close(code: number, reason: string): void {
    this.#options.socket.close(code, reason);
  }

  drop(): void {
    this.#options.socket.terminate();
  }

  resume(): void {
    for (const { data, isBinary } of this.#delayedFrames.splice(0)) this.#receive(data, isBinary);
  }

  #send(op: number, d: JsonObject): void {
    const text = JSON.stringify({ op, d });
    if (op === opCodes.event) this.#delivery.sendEvent(text);
    else this.#delivery.send(text);
  }

  #closeFor({ code, reason }: Closing): void {
    this.close(code, reason);
  }

  #receive(data: string, isBinary: boolean): void {
    const { clock, switches, scope } = this.#options;
    if (switches.hanging) {
      if (this.#delayedFrames.length < maxDelayedFrames) this.#delayedFrames.push({ data, isBinary });
      return;
    }
    if (switches.answerDelayMs > 0) {
      const timer = clock.setTimeout(() => {
        owned[Symbol.dispose]();
        this.#process(data, isBinary);
      }, switches.answerDelayMs);
      const owned = scope.defer('delayed answer', () => timer[Symbol.dispose]());
      return;
    }
    this.#process(data, isBinary);
  }

  #process(data: string, isBinary: boolean): void {
    const message = readMessage(data, isBinary, this.#identified);
    if ('closing' in message) return this.#closeFor(message.closing);
    const { op, fields } = message.value;
    switch (op) {
      case opCodes.identify:
        return this.#identify(fields);
      case opCodes.reidentify:
        if (this.#subscribe(fields)) this.#confirm();
        return undefined;
      case opCodes.request:
        return this.#request(fields);
      case opCodes.requestBatch:
        return this.#requestBatch(fields);
      default:
        return this.close(closeCodes.unknownOpCode, `Unknown OpCode: ${String(op)}`);
    }
  }

  #identify(fields: Fields): void {
    if (this.#identified) {
      this.close(closeCodes.alreadyIdentified, 'You are already Identified with the obs-websocket server.');
      return;
    }
    const { password, switches } = this.#options;
    const refusal = refuseIdentify(fields, { password, ...this.#secrets }, switches);
    if (refusal) return this.#closeFor(refusal);
    if (!this.#subscribe(fields)) return;
    this.#identified = true;
    this.#confirm();
  }

  #confirm(): void {
    this.#send(opCodes.identified, { negotiatedRpcVersion: this.#options.switches.rpcVersion });
  }

  #subscribe(fields: Fields): boolean {
    const mask = readSubscriptions(fields, this.#subscriptions);
    if ('closing' in mask) {
      this.#closeFor(mask.closing);
      return false;
    }
    this.#subscriptions = mask.value;
    return true;
  }

  #request(fields: Fields): void {
    const requestType = readText(fields, 'requestType');
    if ('closing' in requestType) return this.#closeFor(requestType.closing);
    const requestId = readId(fields);
    if ('closing' in requestId) return this.#closeFor(requestId.closing);
    const given = this.#answer(requestType.value, fields['requestData']);
    this.#send(opCodes.requestResponse, {
      requestType: requestType.value,
      requestId: requestId.value,
      requestStatus: statusOf(given),
      ...dataOf(given),
    });
  }

  #requestBatch(fields: Fields): void {
    const requestId = readId(fields);
    if ('closing' in requestId) return this.#closeFor(requestId.closing);
    const requests = readBatch(fields);
    if ('closing' in requests) return this.#closeFor(requests.closing);
    const results: Json[] = [];
    for (const entry of requests.value) {
      const item: Fields = isObject(entry) ? entry : {};
      const given: Answer =
        item['requestType'] === undefined
          ? { code: statusCodes.missingRequestType, comment: 'Your request is missing a `requestType`' }
          : this.#answer(item['requestType'], item['requestData']);
      results.push({
        requestType: typeof item['requestType'] === 'string' ? item['requestType'] : '',
        ...(typeof item['requestId'] === 'string' && { requestId: item['requestId'] }),
        requestStatus: statusOf(given),
        ...dataOf(given),
      });
      if (fields['haltOnFailure'] === true && given.code !== statusCodes.success) break;
    }
    this.#send(opCodes.requestBatchResponse, { requestId: requestId.value, results });
  }

  #answer(requestType: unknown, requestData: unknown): Answer {
    const { studio, switches } = this.#options;
    const replaced = typeof requestType === 'string' ? switches.answers.get(requestType) : undefined;
    return replaced === undefined
      ? answerRequest(studio, requestType, requestData, {
          incoming: this.#incoming,
          outgoing: this.#outgoing,
        })
      : { code: statusCodes.success, data: replaced };
  }
}

/** Serves a new client, and greets it unless the greeting is off. */
export const openSession = (options: SessionOptions): Session => {
  const session = new ClientSession(options);
  if (options.switches.sayingHello) session.greet();
  return session;
};
