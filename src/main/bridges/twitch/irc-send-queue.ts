import {
  countCharacters,
  err,
  Fault,
  ok,
  sleep,
  type Clock,
  type IdSource,
  type Result,
} from '#shared/kernel/index.ts';
import { platformLimits, type ChatDelivery } from '#shared/model/index.ts';
import type { OutboundChat } from '../ports/index.ts';
import type { SendLimits } from './send-limits.ts';
import { refusalOfNotice } from './send-refusals.ts';

/** Time for Twitch to confirm or refuse a message. */
const confirmationMs = 1_200;
/** Maximum number of waiting callers; more means that a caller sends without waiting for answers. */
const maxWaiting = 50;

const unsendable = (code: string, message: string): Result<never, Fault> =>
  err(new Fault(code, message, { kind: 'configuration' }));

/** Returns the text for the wire, one line without NUL, or the fault that prevents sending. */
const wireTextOf = (raw: string): Result<string, Fault> => {
  const text = raw
    .toWellFormed()
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (text === '')
    return unsendable('twitch.message-empty', 'The message is empty. Write something to send.');
  const length = countCharacters(text);
  const longest = platformLimits.twitch.message;
  if (length > longest) {
    return unsendable(
      'twitch.message-too-long',
      `The message has ${length} characters; Twitch allows ${longest}. Shorten or split it.`,
    );
  }
  // Chat no longer accepts commands; text that looks like a command must not become one if that changes.
  if (/^[/.](?!\.|me )/i.test(text)) {
    return unsendable(
      'twitch.message-is-command',
      'Twitch no longer accepts commands in chat. Start the message with a character other than “/” or “.”.',
    );
  }
  return ok(text);
};

const notConnected = (): Fault =>
  new Fault('twitch.not-connected', 'Twitch chat isn’t connected. The message wasn’t sent.', {
    kind: 'transient',
  });

interface Pending {
  readonly nonce: string;
  settle(delivery: ChatDelivery): void;
}

/**
 * Sends one message after another and waits for Twitch's response to each: USERSTATE confirms (it echoes our
 * nonce and sometimes the message's id), a NOTICE refuses, and silence leaves it unconfirmed.
 */
export class IrcSendQueue {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #channel: string;
  readonly #write: (line: string) => boolean;
  readonly #limits: SendLimits;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #pending: Pending | null = null;
  readonly #closed = new AbortController();

  constructor(options: {
    clock: Clock;
    ids: IdSource;
    channel: string;
    /** The messages that this account has sent, over any connection. */
    limits: SendLimits;
    write: (line: string) => boolean;
  }) {
    this.#clock = options.clock;
    this.#ids = options.ids;
    this.#channel = options.channel;
    this.#write = options.write;
    this.#limits = options.limits;
  }

  send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    if (this.#waiting >= maxWaiting) {
      return Promise.resolve(
        err(
          new Fault(
            'twitch.outbox-full',
            `${maxWaiting} messages are already waiting. Slow down and try again.`,
            {
              kind: 'transient',
              retryAfterMs: 5_000,
            },
          ),
        ),
      );
    }
    this.#waiting += 1;
    const sent = this.#tail.then(() => this.#sendNow(message));
    this.#tail = sent.finally(() => (this.#waiting -= 1));
    return sent;
  }

  /** Handles a USERSTATE of our channel: our badges, and the echo of a sent message. */
  onUserState(tags: ReadonlyMap<string, string>): void {
    const badges = tags.get('badges') ?? '';
    this.#limits.privileged =
      tags.get('mod') === '1' || /(?:^|,)(?:broadcaster|moderator|lead_moderator)\//.test(badges);
    const nonce = tags.get('client-nonce');
    if (!this.#pending || (nonce !== undefined && nonce !== this.#pending.nonce)) return;
    this.#pending.settle({
      result: 'delivered',
      messageId: tags.get('id') || null,
      message: 'Twitch confirmed the message.',
    });
  }

  /** Handles a NOTICE of our channel. Returns true when it refused the current message. */
  onNotice(msgId: string, text: string): boolean {
    const refusal = this.#pending ? refusalOfNotice(msgId, text) : undefined;
    if (refusal === undefined) return false;
    this.#pending?.settle({ result: 'refused', messageId: null, message: refusal });
    return true;
  }

  /** Fails all waiting messages after the link closed. */
  close(): void {
    this.#closed.abort(notConnected());
    this.#pending?.settle({
      result: 'sent-unconfirmed',
      messageId: null,
      message: 'Twitch chat disconnected before the message was confirmed. It may not have arrived.',
    });
  }

  async #sendNow(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    const wire = wireTextOf(message.text);
    if (!wire.ok) return wire;
    if (message.replyTo !== undefined && !/^[\w:.-]{1,200}$/.test(message.replyTo)) {
      return unsendable(
        'twitch.reply-invalid',
        'The original message has no Twitch ID. Send without a reply.',
      );
    }
    const wait = this.#limits.check(wire.value);
    if (!wait.ok) return wait;
    const signal = message.signal
      ? AbortSignal.any([this.#closed.signal, message.signal])
      : this.#closed.signal;
    try {
      signal.throwIfAborted();
      if (wait.value > 0) await sleep(this.#clock, wait.value, signal);
    } catch {
      return err(
        this.#closed.signal.aborted
          ? notConnected()
          : new Fault('twitch.send-cancelled', 'Sending was cancelled before the message was sent.', {
              kind: 'transient',
            }),
      );
    }
    const nonce = this.#ids.next().replaceAll(/[^\w-]/g, '');
    const tags = `@client-nonce=${nonce}${message.replyTo === undefined ? '' : `;reply-parent-msg-id=${message.replyTo}`}`;
    if (!this.#write(`${tags} PRIVMSG #${this.#channel} :${wire.value}`)) return err(notConnected());
    this.#limits.record(wire.value);
    return ok(await this.#confirmation(nonce));
  }

  #confirmation(nonce: string): Promise<ChatDelivery> {
    return new Promise((resolve) => {
      const settle = (delivery: ChatDelivery): void => {
        timer[Symbol.dispose]();
        this.#pending = null;
        resolve(delivery);
      };
      const timer = this.#clock.setTimeout(
        () =>
          settle({
            result: 'sent-unconfirmed',
            messageId: null,
            message: 'Twitch didn’t confirm the message. It may have been dropped.',
          }),
        confirmationMs,
      );
      this.#pending = { nonce, settle };
    });
  }
}
