import type { Clock, Fault, IdSource, JsonObject, Result } from '#shared/kernel/index.ts';
import { type ChatDelivery, type ChatMessage, readChatMessage } from '#shared/model/index.ts';
import type { ConditionInput } from '#core/component.ts';
import { twitchRoomChanged } from '#shared/catalogue/topics/twitch.ts';
import type { ChatSink, OutboundChat } from '../ports/index.ts';
import { unreachable } from '../twitch-http/index.ts';
import { cleanName } from './chat-text.ts';
import {
  faultOfChannelNotice,
  faultOfLoginNotice,
  joinUnconfirmed,
  linkSilent,
  parted,
  reconnectAsked,
} from './chat-faults.ts';
import { channelOf, nickOf, trailingOf, type IrcMessage } from './irc-message.ts';
import { LinkWatch, twitchLinkLimits } from './link-watch.ts';
import { MessageRate } from './message-rate.ts';
import { idTag, normaliseTwitchMessage, rolesOf, type Refusal } from './normalise-message.ts';
import { IrcSendQueue } from './irc-send-queue.ts';
import { roomEventOf, type RoomEvent } from './room-events.ts';
import { RoomState } from './room-state.ts';
import type { SendLimits } from './send-limits.ts';
import type { ChatTransport, TransportListener } from './chat-transport.ts';

const connectLimitMs = 10_000;
const joinLimitMs = 10_000;
/** Deadline for an answer after a sleep, when most links are dead and a live link answers quickly. */
const wakeAnswerMs = 1_500;
/** Time for a clean close before the socket is cut. */
const closeGraceMs = 500;

export interface SessionOptions {
  readonly transport: ChatTransport;
  readonly channel: string;
  /** Our account's login; null when reading anonymously. */
  readonly login: string | null;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The messages that this account has sent, over this session and earlier ones. */
  readonly sendLimits: SendLimits;
  readonly deliver: ChatSink;
  readonly refuse: (refusal: Refusal) => void;
  readonly emit: (event: RoomEvent) => void;
  readonly setCondition: (condition: ConditionInput) => void;
  /**
   * Called when Twitch asks a joined session to move. The session continues until it is stopped, or until
   * Twitch closes it.
   */
  readonly onReconnectAsked: () => void;
  /** Called when the running session ended unexpectedly. */
  readonly onFailed: (fault: Fault) => void;
}

/** Twitch's data about our own account. */
interface OwnAccount {
  readonly userId: string | null;
  readonly displayName: string;
  readonly color: string | null;
  /** The tags of our last USERSTATE in the channel. */
  readonly tags: ReadonlyMap<string, string>;
}

type Phase = 'opening' | 'joining' | 'joined' | 'ended';

/** One connection: open, sign in, join, receive, watch, close. Not reusable. */
export class ChatSession implements TransportListener {
  readonly #options: SessionOptions;
  readonly #outbox: IrcSendQueue;
  readonly #rate: MessageRate;
  readonly #room = new RoomState();
  readonly #joined = Promise.withResolvers<Fault | null>();
  #phase: Phase = 'opening';
  #watch: LinkWatch | null = null;
  /** The nick from the server: our login, or `justinfan…`. */
  #nick: string | null = null;
  /** The fault that ended the session; null while it runs, and after a stop. */
  #fault: Fault | null = null;
  #self: OwnAccount = { userId: null, displayName: '', color: null, tags: new Map() };

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#rate = new MessageRate(options.clock);
    this.#outbox = new IrcSendQueue({
      clock: options.clock,
      ids: options.ids,
      channel: options.channel,
      limits: options.sendLimits,
      write: (line) => options.transport.write(line),
    });
  }

  get joined(): boolean {
    return this.#phase === 'joined';
  }

  get messagesPerMinute(): number {
    return this.#rate.perMinute;
  }

  get latencyMs(): number | null {
    return this.#watch?.latencyMs ?? null;
  }

  /** Resolves when Twitch confirmed our JOIN; rejects with the fault that prevented it. */
  async start(signal: AbortSignal): Promise<void> {
    const givenUp = Promise.withResolvers<Fault>();
    const onAbort = (): void =>
      givenUp.resolve(unreachable('Connecting to Twitch was cancelled.', signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const opened = this.#options.transport.open(this).then((result) => (result.ok ? null : result.error));
      await this.#within(connectLimitMs, [opened, this.#joined.promise, givenUp.promise], () =>
        unreachable(`Twitch chat didn’t connect within ${connectLimitMs / 1_000} s.`),
      );
      this.#condition('Connected', 'true', 'Welcomed', 'Twitch chat is connected.');
      if (this.#phase === 'opening') this.#phase = 'joining';
      await this.#within(joinLimitMs, [this.#joined.promise, givenUp.promise], () =>
        joinUnconfirmed(this.#options.channel, joinLimitMs),
      );
      // The link may break right after the confirmation, before the watch starts.
      if (this.#fault) throw this.#fault;
    } catch (thrown) {
      this.#phase = 'ended';
      await this.#options.transport.close(0);
      throw thrown;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    this.#watch = new LinkWatch({
      clock: this.#options.clock,
      limits: twitchLinkLimits,
      ask: (token) => void this.#options.transport.write(`PING :${token}`),
      onDead: (silentMs) => this.#end(linkSilent(silentMs)),
    });
  }

  async stop(): Promise<void> {
    this.#phase = 'ended';
    this.#watch?.[Symbol.dispose]();
    this.#outbox.close();
    await this.#options.transport.close(closeGraceMs);
  }

  async send(message: OutboundChat): Promise<Result<ChatDelivery, Fault>> {
    const sent = await this.#outbox.send(message);
    if (sent.ok && sent.value.result === 'delivered') this.#deliverOwn(message, sent.value.messageId);
    return sent;
  }

  /** Returns the current round trip, milliseconds; rejects when the signal aborts first. */
  probe(signal: AbortSignal): Promise<number> {
    return this.#watch
      ? this.#watch.probe(signal)
      : Promise.reject(unreachable('Twitch chat isn’t connected.'));
  }

  /** Requires a quick answer after the machine woke up. */
  async proveAlive(): Promise<void> {
    if (!this.#watch) return;
    const late = new AbortController();
    const timer = this.#options.clock.setTimeout(() => late.abort(linkSilent(wakeAnswerMs)), wakeAnswerMs);
    try {
      await this.#watch.probe(late.signal);
    } catch {
      this.#end(linkSilent(wakeAnswerMs));
    } finally {
      timer[Symbol.dispose]();
    }
  }

  status(): JsonObject {
    return {
      phase: this.#phase,
      signedInAs: this.#nick,
      roles: this.#options.login === null ? [] : rolesOf(this.#self.tags),
      latencyMs: this.latencyMs,
      lastAnswerAgeMs: this.#watch?.answerAgeMs ?? null,
      messagesPerMinute: this.messagesPerMinute,
      room: this.#room.toJson(),
    };
  }

  onUnreadable(reason: 'line-too-long' | 'unreadable'): void {
    this.#watch?.heard();
    this.#options.refuse({ reason, messageId: null });
  }

  onClosed(fault: Fault): void {
    this.#end(fault);
  }

  onLine(message: IrcMessage): void {
    if (this.#phase === 'ended') return;
    this.#watch?.heard();
    switch (message.command) {
      case '001':
        this.#nick = (message.params[0] ?? '').toLowerCase();
        if (this.#options.login !== null) {
          this.#condition('Authenticated', 'true', 'SignedIn', `Signed in to Twitch chat as ${this.#nick}.`);
        }
        break;
      case 'PONG':
        this.#watch?.answered(message.params[1] ?? '');
        break;
      case 'RECONNECT':
        if (this.#phase === 'joined') this.#options.onReconnectAsked();
        else this.#end(reconnectAsked());
        break;
      case 'JOIN':
        if (channelOf(message) === this.#options.channel && nickOf(message.prefix) === this.#nick)
          this.#confirmJoin();
        break;
      case 'PART':
        if (channelOf(message) === this.#options.channel && nickOf(message.prefix) === this.#nick)
          this.#end(parted(this.#options.channel));
        break;
      // 366 contains our nick first and the channel second.
      case '366':
        if (message.params[1]?.toLowerCase() === `#${this.#options.channel}`) this.#confirmJoin();
        break;
      case 'ROOMSTATE':
        if (channelOf(message) === this.#options.channel) this.#onRoomState(message);
        break;
      case 'GLOBALUSERSTATE':
      case 'USERSTATE':
        this.#onUserState(message);
        break;
      case 'PRIVMSG':
        this.#onChat(message);
        break;
      case 'NOTICE':
        this.#onNotice(message);
        break;
      case 'USERNOTICE':
        if (channelOf(message) !== this.#options.channel) break;
        this.#emitRoomEvent(message);
        if (trailingOf(message) !== '') this.#onChat(message);
        break;
      case 'CLEARCHAT':
      case 'CLEARMSG':
        if (channelOf(message) === this.#options.channel) this.#emitRoomEvent(message);
        break;
      default:
        break;
    }
  }

  #onChat(message: IrcMessage): void {
    const { channel, clock, deliver, ids, login, refuse } = this.#options;
    const normalised = normaliseTwitchMessage(message, {
      channel,
      ownLogin: login,
      ownUserId: this.#self.userId,
      now: clock.now(),
      nextId: () => ids.next(),
    });
    if (!normalised.ok) {
      const messageId = normalised.error === 'bad-id' ? null : idTag(message.tags.get('id'));
      refuse({ reason: normalised.error, messageId });
      return;
    }
    const read = readChatMessage(normalised.value);
    if (!read.ok) {
      refuse({ reason: 'unreadable', messageId: idTag(message.tags.get('id')), problem: read.error });
      return;
    }
    this.#rate.count();
    deliver(read.value);
  }

  #onRoomState(message: IrcMessage): void {
    const changes = this.#room.apply(message.tags);
    if (this.#phase !== 'joined') this.#confirmJoin();
    else if (changes.length > 0) {
      const { channel } = this.#options;
      this.#options.emit({ draft: twitchRoomChanged({ channel, ...this.#room.modes }, { changes }) });
    }
  }

  #onUserState(message: IrcMessage): void {
    const { tags } = message;
    if (message.command === 'USERSTATE' && channelOf(message) !== this.#options.channel) return;
    const color = tags.get('color') ?? '';
    this.#self = {
      userId: tags.get('user-id') || this.#self.userId,
      displayName: cleanName(tags.get('display-name') ?? '') || this.#self.displayName,
      color: /^#[0-9a-fA-F]{6}$/.test(color) ? color : this.#self.color,
      tags: message.command === 'USERSTATE' ? tags : this.#self.tags,
    };
    if (message.command === 'USERSTATE') this.#outbox.onUserState(tags);
  }

  #onNotice(message: IrcMessage): void {
    const msgId = message.tags.get('msg-id') ?? '';
    const text = trailingOf(message);
    if (this.#phase !== 'joined') {
      const fault =
        faultOfLoginNotice(text, this.#options.login) ??
        faultOfChannelNotice(msgId, text, this.#options.channel);
      if (fault) this.#end(fault);
      return;
    }
    this.#outbox.onNotice(msgId, text);
    this.#emitRoomEvent(message);
  }

  #emitRoomEvent(message: IrcMessage): void {
    const event = roomEventOf(message, this.#options.clock.now());
    if (event) this.#options.emit(event);
  }

  #confirmJoin(): void {
    if (this.#phase === 'joined' || this.#phase === 'ended') return;
    this.#phase = 'joined';
    this.#condition('Joined', 'true', 'JoinConfirmed', `Joined #${this.#options.channel}.`);
    this.#joined.resolve(null);
  }

  /** Delivers our own message once it is confirmed, because Twitch doesn't echo it. */
  #deliverOwn(message: OutboundChat, messageId: string | null): void {
    const { channel, clock, deliver, ids, login } = this.#options;
    const action = /^\/me /i.test(message.text);
    const own: ChatMessage = {
      id: messageId ?? ids.next(),
      platform: 'twitch',
      channel,
      channelTitle: `#${channel}`,
      userId: this.#self.userId ?? '',
      userName: login ?? '',
      displayName: this.#self.displayName || (login ?? ''),
      color: this.#self.color,
      roles: rolesOf(this.#self.tags),
      text: action ? message.text.slice(4) : message.text,
      emotes: [],
      replyTo: message.replyTo ?? null,
      firstMessage: false,
      sharedFrom: null,
      action,
      own: true,
      ownCause: null,
      at: clock.now(),
    };
    deliver(own);
  }

  #end(fault: Fault): void {
    if (this.#phase === 'ended') return;
    const running = this.#watch !== null;
    const wasJoined = this.#phase === 'joined';
    this.#phase = 'ended';
    this.#fault = fault;
    this.#watch?.[Symbol.dispose]();
    this.#outbox.close();
    this.#condition('Connected', 'false', fault.kind === 'transient' ? 'LinkLost' : 'Refused', fault.message);
    if (wasJoined) this.#condition('Joined', 'false', 'LinkLost', `No longer in #${this.#options.channel}.`);
    if (fault.code === 'twitch.sign-in-refused') {
      this.#condition('Authenticated', 'false', 'SignInRefused', fault.message);
    }
    this.#joined.resolve(fault);
    if (running) this.#options.onFailed(fault);
  }

  #condition(type: string, status: 'true' | 'false', reason: string, message: string): void {
    this.#options.setCondition({ type, status, reason, message });
  }

  /** Waits for the first promise to settle; throws a fault among them, or the fault of the limit. */
  async #within(
    limitMs: number,
    outcomes: readonly Promise<Fault | null>[],
    late: () => Fault,
  ): Promise<void> {
    const limit = Promise.withResolvers<Fault>();
    const timer = this.#options.clock.setTimeout(() => limit.resolve(late()), limitMs);
    try {
      const fault = await Promise.race([...outcomes, limit.promise]);
      if (fault) throw fault;
    } finally {
      timer[Symbol.dispose]();
    }
  }
}
