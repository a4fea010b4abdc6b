/**
 * One connection to OBS through obs-websocket-js, with additions that the library lacks: a time limit on
 * everything, calls that settle when the socket closes, frames validated before use, and a socket that can be
 * cut immediately. The bridge loads this module lazily; nothing else imports the library.
 */
import {
  OBSWebSocket,
  OBSWebSocketError,
  type IncomingMessage,
  type OBSRequestTypes,
  type RequestBatchRequest,
} from 'obs-websocket-js/json';
import { z } from 'zod';
import { err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import {
  badAnswer,
  callTimedOut,
  closedBy,
  notConnected,
  notObs,
  passwordMissing,
  refused,
  unreachable,
  type ObsSubject,
} from './obs-faults.ts';
import type { ObsLimits } from './obs-limits.ts';
import {
  batchAnswerSchema,
  eventSubscriptions,
  frameSchema,
  obsEventNames,
  type BatchAnswer,
  type ObsEventName,
} from './obs-schemas.ts';

/** The only protocol revision; a server that requires another one closes with 4010. */
const rpcVersion = 1;
/** Larger than any valid message: 5,000 scenes take half a megabyte. */
const maxFrameLength = 16 * 1024 * 1024;

export interface ObsConnection {
  /**
   * Sends a request and validates the answer. Settles within the time limit, and immediately when the socket
   * closes.
   */
  call<Type extends keyof OBSRequestTypes, Answer>(
    request: Type,
    answer: z.ZodType<Answer>,
    data?: OBSRequestTypes[Type],
  ): Promise<Result<Answer, Fault>>;
  /** Sends requests in one message, in order; each gets its own answer. Settles like {@link call}. */
  batch(requests: readonly RequestBatchRequest[]): Promise<Result<readonly BatchAnswer[], Fault>>;
  /** Closes with a handshake, or by force when OBS does not answer. Reports nothing afterwards. */
  close(): Promise<void>;
}

export interface ObsConnectionOptions {
  readonly subject: ObsSubject;
  /** The full address; the subject may show it only without its credentials. */
  readonly address: string;
  readonly password: string | null;
  readonly clock: Clock;
  readonly limits: ObsLimits;
  readonly signal: AbortSignal;
  /** Receives each event with a known name; its data is not validated. */
  readonly onEvent: (name: ObsEventName, data: unknown) => void;
  /** Called when the socket closed unexpectedly after OBS had identified us. */
  readonly onLost: (fault: Fault) => void;
  /** Called for a frame that is not a valid message; the frame is dropped. */
  readonly onRefusedFrame: (what: string) => void;
}

/** Validates each frame before the library, which would drop an invalid frame silently. */
class CheckedSocket extends OBSWebSocket {
  readonly #onRefused: (what: string) => void;

  constructor(onRefused: (what: string) => void) {
    super();
    this.#onRefused = onRefused;
  }

  /** Closes the connection without the closing handshake, which a frozen OBS would never finish. */
  cut(): void {
    const socket: unknown = this.socket;
    if (typeof socket === 'object' && socket !== null && 'terminate' in socket) {
      if (typeof socket.terminate === 'function') socket.terminate();
    }
  }

  protected override async decodeMessage(data: unknown): Promise<IncomingMessage> {
    if (typeof data !== 'string') return this.#refuse('a binary frame instead of text');
    if (data.length > maxFrameLength) return this.#refuse(`a frame of ${data.length} characters`);
    let message: IncomingMessage;
    try {
      message = await super.decodeMessage(data);
    } catch {
      return this.#refuse('a frame that is not JSON');
    }
    return frameSchema.safeParse(message).success ? message : this.#refuse('a frame that is not a message');
  }

  /** Throws for an invalid frame; the library catches the error and drops the frame. */
  #refuse(what: string): never {
    this.#onRefused(what);
    throw new TypeError(`OBS sent ${what}`);
  }
}

/** Opens a connection and resolves when OBS has identified us. Rejects with a {@link Fault}. */
export const openObsConnection = async (options: ObsConnectionOptions): Promise<ObsConnection> => {
  const { subject, clock, limits, signal } = options;
  const hadPassword = options.password !== null && options.password !== '';
  let refusedFrames = 0;
  let open = false;
  let ended: Fault | undefined;
  const pending = new Set<(fault: Fault) => void>();

  const socket = new CheckedSocket((what) => {
    refusedFrames += 1;
    options.onRefusedFrame(what);
  });
  const end = (fault: Fault): void => {
    if (ended) return;
    ended = fault;
    for (const giveUp of pending) giveUp(fault);
    pending.clear();
  };

  const wait = Promise.withResolvers<never>();
  const giveUp = (fault: unknown): void => {
    wait.reject(fault);
    socket.cut();
  };
  const limit = clock.setTimeout(() => {
    giveUp(
      refusedFrames > 0
        ? notObs(subject, 'it sent something else')
        : unreachable(subject, `no greeting within ${(limits.connectMs / 1_000).toFixed(0)} s`),
    );
  }, limits.connectMs);
  const onAbort = (): void => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });

  socket.on('Hello', (hello) => {
    if (hello.authentication !== undefined && !hadPassword) giveUp(passwordMissing(subject));
  });
  socket.on('ConnectionClosed', (error: unknown) => {
    // An event of OBS may have any name, including this one: only the library's own error ends the
    // connection.
    if (!(error instanceof OBSWebSocketError)) return;
    const fault = closedBy(subject, { code: error.code, reason: error.message, hadPassword });
    const report = open && !ended;
    end(fault);
    if (report) options.onLost(fault);
  });
  for (const name of obsEventNames) socket.on(name, (data?: unknown) => options.onEvent(name, data));

  try {
    signal.throwIfAborted();
    await Promise.race([
      socket.connect(options.address, options.password ?? undefined, { rpcVersion, eventSubscriptions }),
      wait.promise,
    ]);
    open = true;
  } catch (thrown) {
    socket.cut();
    if (thrown instanceof Fault || signal.aborted) throw thrown;
    throw connectFault(subject, thrown, hadPassword);
  } finally {
    limit[Symbol.dispose]();
    signal.removeEventListener('abort', onAbort);
  }

  const ask = async <Answer>(
    what: string,
    answerSchema: z.ZodType<Answer>,
    send: () => Promise<unknown>,
  ): Promise<Result<Answer, Fault>> => {
    try {
      const parsed = answerSchema.safeParse(await send());
      return parsed.success ? ok(parsed.data) : err(badAnswer(subject, what, describe(parsed.error)));
    } catch (thrown) {
      return err(
        thrown instanceof OBSWebSocketError
          ? refused(subject, what, thrown.code, thrown.message)
          : Fault.from(thrown, 'obs.call-failed'),
      );
    }
  };

  const askInTime = <Answer>(
    what: string,
    answerSchema: z.ZodType<Answer>,
    send: () => Promise<unknown>,
  ): Promise<Result<Answer, Fault>> => {
    if (ended) return Promise.resolve(err(ended));
    return new Promise((resolve) => {
      const settle = (result: Result<Answer, Fault>): void => {
        timer[Symbol.dispose]();
        pending.delete(abandon);
        resolve(result);
      };
      const abandon = (fault: Fault): void => settle(err(fault));
      const timer = clock.setTimeout(
        () => abandon(callTimedOut(subject, what, limits.callMs)),
        limits.callMs,
      );
      pending.add(abandon);
      void ask(what, answerSchema, send).then(settle);
    });
  };

  const call: ObsConnection['call'] = (request, answerSchema, data) =>
    askInTime(request, answerSchema, () => socket.call(request, data));
  const batch: ObsConnection['batch'] = (requests) =>
    askInTime('a batch', z.array(batchAnswerSchema).length(requests.length), () =>
      socket.callBatch([...requests]),
    );

  const close = async (): Promise<void> => {
    end(notConnected(subject));
    const timer = clock.setTimeout(() => socket.cut(), limits.closeMs);
    try {
      await socket.disconnect();
    } finally {
      timer[Symbol.dispose]();
    }
  };

  return { call, batch, close };
};

/** Describes the first problem of an answer in a few words. */
const describe = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'the whole answer'}: ${issue.message}` : 'unknown problem';
};

const connectFault = (subject: ObsSubject, thrown: unknown, hadPassword: boolean): Fault => {
  if (!(thrown instanceof OBSWebSocketError)) return notObs(subject, String(thrown), thrown);
  const isCloseCode = thrown.code >= 1_000;
  if (isCloseCode) {
    const fault = closedBy(subject, { code: thrown.code, reason: thrown.message, hadPassword });
    return fault.code === 'obs.connection-lost'
      ? unreachable(subject, 'it closed the connection immediately', thrown)
      : fault;
  }
  const isRefusal = /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE/.test(thrown.message);
  return isRefusal
    ? unreachable(subject, thrown.message, thrown)
    : notObs(subject, thrown.message || 'no reason given', thrown);
};
