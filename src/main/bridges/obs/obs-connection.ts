/**
 * One connection to OBS through obs-websocket-js, with what the library leaves out: a time limit on everything, calls
 * that settle when the socket dies, frames checked before they are believed, and a socket that is really cut.
 * Loaded lazily by the bridge; nothing else imports the library.
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

/** The only protocol revision there is; a server that wants another one closes with 4010. */
const rpcVersion = 1;
/** Larger than any honest message: 5,000 scenes take half a megabyte. */
const maxFrameLength = 16 * 1024 * 1024;

export interface ObsConnection {
  /** Sends a request and checks the answer. Settles within the limit, and at once when the socket dies. */
  call<Type extends keyof OBSRequestTypes, Answer>(
    request: Type,
    answer: z.ZodType<Answer>,
    data?: OBSRequestTypes[Type],
  ): Promise<Result<Answer, Fault>>;
  /** Sends requests in one message, in order; each is answered for itself. Settles as {@link call} does. */
  batch(requests: readonly RequestBatchRequest[]): Promise<Result<readonly BatchAnswer[], Fault>>;
  /** Closes politely, and by force when OBS does not answer that. Nothing is reported after this was called. */
  close(): Promise<void>;
}

export interface ObsConnectionOptions {
  readonly subject: ObsSubject;
  /** The true address, which the subject may show without its credentials. */
  readonly address: string;
  readonly password: string | null;
  readonly clock: Clock;
  readonly limits: ObsLimits;
  readonly signal: AbortSignal;
  /** An event of a name that we know; its data is unchecked. */
  readonly onEvent: (name: ObsEventName, data: unknown) => void;
  /** The socket died by itself after OBS had identified us. */
  readonly onLost: (fault: Fault) => void;
  /** Something arrived that is no message; it is left out. */
  readonly onRefusedFrame: (what: string) => void;
}

/** Looks at each frame before the library does, which would drop a bad one without a word. */
class CheckedSocket extends OBSWebSocket {
  readonly #onRefused: (what: string) => void;

  constructor(onRefused: (what: string) => void) {
    super();
    this.#onRefused = onRefused;
  }

  /** Cuts the connection without the closing handshake, which a hanging OBS would never finish. */
  cut(): void {
    const socket: unknown = this.socket;
    if (typeof socket === 'object' && socket !== null && 'terminate' in socket) {
      if (typeof socket.terminate === 'function') socket.terminate();
    }
  }

  protected override async decodeMessage(data: unknown): Promise<IncomingMessage> {
    if (typeof data !== 'string') return this.#refuse('a binary frame where text is due');
    if (data.length > maxFrameLength) return this.#refuse(`a frame of ${data.length} characters`);
    let message: IncomingMessage;
    try {
      message = await super.decodeMessage(data);
    } catch {
      return this.#refuse('a frame that is not JSON');
    }
    return frameSchema.safeParse(message).success ? message : this.#refuse('a frame that is no message');
  }

  /** The library catches this and leaves the frame out. */
  #refuse(what: string): never {
    this.#onRefused(what);
    throw new TypeError(`OBS sent ${what}`);
  }
}

/** Opens a connection and resolves when OBS identified us. Rejects with a {@link Fault}. */
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
        ? notObs(subject, 'it sends something else')
        : unreachable(subject, `no greeting within ${(limits.connectMs / 1_000).toFixed(0)} s`),
    );
  }, limits.connectMs);
  const onAbort = (): void => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });

  socket.on('Hello', (hello) => {
    if (hello.authentication !== undefined && !hadPassword) giveUp(passwordMissing(subject));
  });
  socket.on('ConnectionClosed', (error: unknown) => {
    // An event of OBS may bear any name, this one included: only the library's own error ends the connection.
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

/** The first problem of an answer, in a few words. */
const describe = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'the whole answer'}: ${issue.message}` : 'unknown problem';
};

const connectFault = (subject: ObsSubject, thrown: unknown, hadPassword: boolean): Fault => {
  if (!(thrown instanceof OBSWebSocketError)) return notObs(subject, String(thrown), thrown);
  const isCloseCode = thrown.code >= 1_000;
  if (isCloseCode) {
    const fault = closedBy(subject, { code: thrown.code, reason: thrown.message, hadPassword });
    return fault.code === 'obs.connection-lost' ? unreachable(subject, 'it hung up at once', thrown) : fault;
  }
  const isRefusal = /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE/.test(thrown.message);
  return isRefusal
    ? unreachable(subject, thrown.message, thrown)
    : notObs(subject, thrown.message || 'no reason given', thrown);
};
