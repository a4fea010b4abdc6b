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
import type { FaultSwitches } from './faults.ts';
import {
  checkAuthentication,
  closeCodes,
  defaultSubscriptions,
  obsWebSocketVersion,
  opCodes,
  statusCodes,
  type StudioEvent,
} from './protocol.ts';
import type { Answer } from './request-fields.ts';
import { answerRequest } from './requests.ts';
import type { Studio } from './studio.ts';

export interface Session {
  readonly identified: boolean;
  announce(event: StudioEvent): void;
  /** Writes as it is, behind the protocol's back. */
  sendRaw(frame: string | Buffer): void;
  close(code: number, reason: string): void;
  /** Cuts the socket without a word. */
  drop(): void;
  /** Goes on with what arrived while the server was made to hang. */
  resume(): void;
}

type Fields = Readonly<Record<string, unknown>>;

/** Frames kept while the server hangs; more are dropped, as a full socket buffer would. */
const heldLimit = 1_000;

export const openSession = (options: {
  readonly socket: WebSocket;
  readonly studio: Studio;
  readonly password: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly switches: FaultSwitches;
  /** Ends with the socket, or with the server. */
  readonly scope: Scope;
}): Session => {
  const { socket, studio, password, clock, random, switches, scope } = options;
  const salt = randomBytes(32).toString('base64');
  const challenge = randomBytes(32).toString('base64');
  let identified = false;
  let subscriptions = defaultSubscriptions;
  let incoming = 0;
  let outgoing = 0;
  const held: { data: string; isBinary: boolean }[] = [];

  const delivery = scope.use(
    new Delivery<string>({
      clock,
      random,
      faults: switches.delivery,
      write: (text) => {
        if (socket.readyState !== socket.OPEN || switches.hanging) return;
        outgoing += 1;
        socket.send(text);
      },
    }),
    'delivery',
  );
  const send = (op: number, d: JsonObject): void => {
    const text = JSON.stringify({ op, d });
    if (op === opCodes.event) delivery.sendEvent(text);
    else delivery.send(text);
  };
  const close = (code: number, reason: string): void => socket.close(code, reason);

  const setSubscriptions = (fields: Fields): boolean => {
    const mask = fields['eventSubscriptions'];
    if (mask === undefined) return true;
    if (typeof mask !== 'number' || !Number.isInteger(mask) || mask < 0) {
      close(closeCodes.invalidDataFieldType, 'Your `eventSubscriptions` is not an unsigned number.');
      return false;
    }
    subscriptions = mask;
    return true;
  };

  const identify = (fields: Fields): void => {
    if (identified) {
      close(closeCodes.alreadyIdentified, 'You are already Identified with the obs-websocket server.');
      return;
    }
    if (password !== '') {
      const answer = fields['authentication'];
      if (answer === undefined) {
        close(
          closeCodes.authenticationFailed,
          "Your payload's data is missing an `authentication` string, however authentication is required.",
        );
        return;
      }
      const right = typeof answer === 'string' && checkAuthentication(answer, { password, salt, challenge });
      if (!right || switches.refusingPasswords) {
        close(closeCodes.authenticationFailed, 'Authentication failed.');
        return;
      }
    }
    const version = fields['rpcVersion'];
    if (version === undefined) {
      close(closeCodes.missingDataField, "Your payload's data is missing an `rpcVersion`.");
      return;
    }
    if (typeof version !== 'number') {
      close(closeCodes.invalidDataFieldType, 'Your `rpcVersion` is not an unsigned number.');
      return;
    }
    if (version !== switches.rpcVersion) {
      close(closeCodes.unsupportedRpcVersion, 'Your requested RPC version is not supported by this server.');
      return;
    }
    if (!setSubscriptions(fields)) return;
    identified = true;
    send(opCodes.identified, { negotiatedRpcVersion: switches.rpcVersion });
  };

  const answer = (requestType: unknown, requestData: unknown): Answer => {
    const replaced = typeof requestType === 'string' ? switches.answers.get(requestType) : undefined;
    return replaced === undefined
      ? answerRequest(studio, requestType, requestData, { incoming, outgoing })
      : { code: statusCodes.success, data: replaced };
  };
  const statusOf = (given: Answer): JsonObject => ({
    result: given.code === statusCodes.success,
    code: given.code,
    ...('comment' in given && given.comment !== undefined && { comment: given.comment }),
  });
  const dataOf = (given: Answer): JsonObject =>
    'data' in given && given.data !== undefined ? { responseData: given.data } : {};

  const request = (fields: Fields): void => {
    const { requestType, requestId, requestData } = fields;
    if (!requireText(requestType, 'requestType') || !requireId(requestId)) return;
    const given = answer(requestType, requestData);
    send(opCodes.requestResponse, {
      requestType,
      requestId,
      requestStatus: statusOf(given),
      ...dataOf(given),
    });
  };

  /** Any value will do as an id, and comes back as it is. */
  const requireId = (value: unknown): value is Json => {
    if (value !== undefined) return true;
    close(closeCodes.missingDataField, "Your payload's data is missing a `requestId`.");
    return false;
  };

  const requireText = (value: unknown, field: string): value is string => {
    if (typeof value === 'string') return true;
    if (value === undefined)
      close(closeCodes.missingDataField, `Your payload's data is missing a \`${field}\`.`);
    else close(closeCodes.invalidDataFieldType, `Your \`${field}\` is not a string.`);
    return false;
  };

  const requestBatch = (fields: Fields): void => {
    const { requestId, requests, haltOnFailure } = fields;
    if (!requireId(requestId)) return;
    if (!Array.isArray(requests)) {
      const code = requests === undefined ? closeCodes.missingDataField : closeCodes.invalidDataFieldType;
      close(code, "Your payload's data is missing a `requests` array.");
      return;
    }
    const results: Json[] = [];
    for (const entry of requests) {
      const item: Fields = isObject(entry) ? entry : {};
      const given: Answer =
        item['requestType'] === undefined
          ? { code: statusCodes.missingRequestType, comment: 'Your request is missing a `requestType`' }
          : answer(item['requestType'], item['requestData']);
      results.push({
        requestType: typeof item['requestType'] === 'string' ? item['requestType'] : '',
        ...(typeof item['requestId'] === 'string' && { requestId: item['requestId'] }),
        requestStatus: statusOf(given),
        ...dataOf(given),
      });
      if (haltOnFailure === true && given.code !== statusCodes.success) break;
    }
    send(opCodes.requestBatchResponse, { requestId, results });
  };

  const process = (data: string, isBinary: boolean): void => {
    if (isBinary) {
      close(
        closeCodes.messageDecodeError,
        'Your session encoding is set to Json, but a binary message was received.',
      );
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      close(closeCodes.messageDecodeError, 'Unable to decode Json.');
      return;
    }
    if (!isObject(message)) {
      close(closeCodes.messageDecodeError, 'You sent a non-object payload.');
      return;
    }
    const { op, d } = message;
    if (!isObject(d)) {
      if (d === undefined || d === null)
        close(closeCodes.missingDataField, 'Your payload is missing data (`d`).');
      else close(closeCodes.invalidDataFieldType, "Your payload's data (`d`) is not an object.");
      return;
    }
    if (op !== undefined && !identified && op !== opCodes.identify) {
      close(closeCodes.notIdentified, 'You attempted to send a non-Identify message while not identified.');
      return;
    }
    switch (op) {
      case opCodes.identify:
        return identify(d);
      case opCodes.reidentify:
        if (setSubscriptions(d)) send(opCodes.identified, { negotiatedRpcVersion: switches.rpcVersion });
        return undefined;
      case opCodes.request:
        return request(d);
      case opCodes.requestBatch:
        return requestBatch(d);
      default:
        return close(closeCodes.unknownOpCode, `Unknown OpCode: ${String(op)}`);
    }
  };

  const receive = (data: string, isBinary: boolean): void => {
    if (switches.hanging) {
      if (held.length < heldLimit) held.push({ data, isBinary });
      return;
    }
    if (switches.answerDelayMs > 0) {
      const timer = clock.setTimeout(() => {
        owned[Symbol.dispose]();
        process(data, isBinary);
      }, switches.answerDelayMs);
      const owned = scope.defer('delayed answer', () => timer[Symbol.dispose]());
      return;
    }
    process(data, isBinary);
  };

  socket.on('message', (data, isBinary) => {
    incoming += 1;
    receive(Buffer.isBuffer(data) ? data.toString() : '', isBinary);
  });
  socket.on('error', () => socket.terminate());

  if (switches.sayingHello) {
    send(opCodes.hello, {
      obsWebSocketVersion,
      rpcVersion: switches.rpcVersion,
      ...(password !== '' && { authentication: { challenge, salt } }),
    });
  }

  return {
    get identified() {
      return identified;
    },
    announce: ({ type, intent, data }) => {
      if (!identified || (subscriptions & intent) === 0) return;
      send(opCodes.event, { eventType: type, eventIntent: intent, ...(data && { eventData: data }) });
    },
    sendRaw: (frame) => socket.send(frame),
    close,
    drop: () => socket.terminate(),
    resume: () => {
      for (const { data, isBinary } of held.splice(0)) receive(data, isBinary);
    },
  };
};
