import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { fitsCharacters, frameText, type Clock, type RandomSource } from '#shared/kernel/index.ts';
import { platformLimits } from '#shared/model/index.ts';
import { Delivery } from '../delivery.ts';
import type { CastMember } from '../platform-ports.ts';
import { serverName, type ChannelRoom } from './channel-room.ts';
import type { FaultSwitches } from './chat-server-faults.ts';
import { parseClientLine, type ClientLine } from './irc-lines.ts';
import type { AccountLimits } from './message-limits.ts';

const pingPeriodMs = 240_000;
const pongLimitMs = 15_000;

/** The parts of the server that a session needs. */
export interface SessionHost {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly room: ChannelRoom;
  readonly switches: FaultSwitches;
  /** Returns the account of a token; null when the token is not valid. */
  accountOf(login: string, token: string): CastMember | null;
  limitsOf(login: string): AccountLimits;
  /** Sends a line to every other client in the channel. */
  broadcast(line: string, except: ClientSession): void;
  onOwnMessage(text: string): void;
}

/** One client's connection, with its state and its outgoing lines. */
export class ClientSession implements Disposable {
  readonly #host: SessionHost;
  readonly #socket: WebSocket;
  readonly #tcp: Socket;
  readonly #timers = new Set<Disposable>();
  readonly #capabilities = new Set<string>();
  #password = '';
  #nick = '';
  #account: CastMember | null = null;
  #joined = false;
  #frozen = false;
  readonly #delivery: Delivery<string | Uint8Array>;
  #pongDue: Disposable | null = null;

  constructor(host: SessionHost, socket: WebSocket, tcp: Socket) {
    this.#host = host;
    this.#socket = socket;
    this.#tcp = tcp;
    this.#delivery = new Delivery({
      clock: host.clock,
      random: host.random,
      faults: host.switches.delivery,
      write: (frame) => this.#write(frame),
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary || this.#frozen) return;
      for (const line of frameText(data).split(/\r?\n/)) {
        const parsed = parseClientLine(line);
        if (parsed) this.#onLine(parsed);
      }
    });
    // A dropped connection also emits `close`, and needs no other handling here.
    socket.on('error', () => undefined);
    this.#keepAlive();
  }

  get joined(): boolean {
    return this.#joined;
  }

  get login(): string {
    return this.#nick;
  }

  /** Sends a line in order, delayed when a fault demands it. */
  send(line: string): void {
    this.sendFrame(`${line}\r\n`);
  }

  sendFrame(frame: string | Uint8Array): void {
    if (!this.#frozen) this.#delivery.send(frame);
  }

  /** Sends a line about an event in the channel, which faults can duplicate, swap or drop. */
  sendEvent(line: string): void {
    if (!this.#frozen) this.#delivery.sendEvent(`${line}\r\n`);
  }

  /** Leaves the channel, at the client's request or removed by Twitch. */
  part(): void {
    if (!this.#joined) return;
    this.#joined = false;
    const nick = this.#nick;
    this.send(`:${nick}!${nick}@${nick}.${serverName} PART #${this.#host.room.name}`);
  }

  freeze(): void {
    this.#frozen = true;
    this.#socket.pause();
  }

  /** Sends half a text frame, then resets the TCP connection. */
  resetMidLine(): void {
    const half = Buffer.from(':somebody!somebody@somebody.tmi.twitch.tv PRIVMSG #');
    this.#tcp.write(Buffer.concat([Buffer.from([0x81, 120]), half]), () => this.#tcp.resetAndDestroy());
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  closeAfter(delayMs: number): void {
    this.#later(delayMs, () => this.#socket.close(1001));
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers.clear();
    this.#delivery[Symbol.dispose]();
    this.#socket.terminate();
  }

  #write(frame: string | Uint8Array): void {
    if (!this.#frozen && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #later(delayMs: number, run: () => void): Disposable {
    const timer = this.#host.clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }

  #keepAlive(): void {
    this.#later(pingPeriodMs, () => {
      this.send(`PING :${serverName}`);
      this.#pongDue = this.#later(pongLimitMs, () => this.#socket.close(1000));
      this.#keepAlive();
    });
  }

  #onLine(line: ClientLine): void {
    switch (line.command) {
      case 'CAP':
        this.#onCapability(line);
        break;
      case 'PASS':
        this.#password = line.params[0] ?? '';
        break;
      case 'NICK':
        this.#signIn((line.params[0] ?? '').toLowerCase());
        break;
      case 'PING':
        if (!this.#host.switches.withholdPong) {
          // The real server answers an empty question without naming itself.
          this.send(
            line.params[0] === undefined
              ? `PONG :${serverName}`
              : `:${serverName} PONG ${serverName} :${line.params[0]}`,
          );
        }
        break;
      case 'PONG':
        this.#pongDue?.[Symbol.dispose]();
        break;
      case 'JOIN':
        for (const channel of (line.params[0] ?? '').split(',')) this.#join(channel.toLowerCase());
        break;
      case 'PART':
        if (line.params[0]?.toLowerCase() === `#${this.#host.room.name}`) this.part();
        break;
      case 'PRIVMSG':
        this.#onMessage(line);
        break;
      case 'QUIT':
        this.#socket.close(1000);
        break;
      case 'USER':
      case 'WHO':
        break;
      default:
        this.send(`:${serverName} 421 ${this.#nick || '*'} ${line.command} :Unknown command`);
    }
  }

  #onCapability(line: ClientLine): void {
    const asked = line.params.at(-1) ?? '';
    if (line.params[0]?.toUpperCase() === 'LS') {
      this.send(`:${serverName} CAP * LS :twitch.tv/commands twitch.tv/tags twitch.tv/membership`);
    }
    if (line.params[0]?.toUpperCase() !== 'REQ') return;
    for (const capability of asked.split(' ')) this.#capabilities.add(capability);
    if (!this.#host.switches.withholdWelcome) this.send(`:${serverName} CAP * ACK :${asked}`);
  }

  #signIn(nick: string): void {
    if (this.#host.switches.withholdWelcome) return;
    const token = /^oauth:(.+)$/.exec(this.#password)?.[1];
    if (!/^justinfan\d+$/.test(nick)) {
      const refusal = token === undefined ? 'Improperly formatted auth' : 'Login authentication failed';
      this.#account =
        token === undefined || this.#host.switches.refuseSignIns ? null : this.#host.accountOf(nick, token);
      if (!this.#account) {
        this.send(`:${serverName} NOTICE * :${refusal}`);
        this.closeAfter(100);
        return;
      }
    }
    this.#nick = nick;
    const numerics = [
      `001 ${nick} :Welcome, GLHF!`,
      `002 ${nick} :Your host is ${serverName}`,
      `003 ${nick} :This server is rather new`,
      `004 ${nick} :-`,
      `375 ${nick} :-`,
      `372 ${nick} :You are in a maze of twisty passages, all alike.`,
      `376 ${nick} :>`,
    ];
    // The real server sends these lines in one frame.
    this.sendFrame(numerics.map((numeric) => `:${serverName} ${numeric}\r\n`).join(''));
    if (this.#account && this.#capabilities.has('twitch.tv/commands')) {
      this.send(this.#host.room.globalUserState(this.#account));
    }
  }

  #join(channel: string): void {
    const { room, switches } = this.#host;
    // The real server ignores a JOIN to a channel that does not exist, and a JOIN beyond the limit.
    if (this.#nick === '' || channel !== `#${room.name}` || switches.withholdJoin) return;
    if (!this.#host.limitsOf(this.#nick).allowJoin()) return;
    this.#joined = true;
    this.send(room.join(this.#nick));
    this.send(`:${this.#nick}.${serverName} 353 ${this.#nick} = ${channel} :${this.#nick}`);
    this.send(`:${this.#nick}.${serverName} 366 ${this.#nick} ${channel} :End of /NAMES list`);
    if (!this.#capabilities.has('twitch.tv/commands')) return;
    if (this.#account) this.send(room.userState(this.#account));
    this.send(room.roomState());
  }

  #onMessage(line: ClientLine): void {
    const { room, switches } = this.#host;
    const account = this.#account;
    const text = (line.params[1] ?? '').trim();
    // The real server silently ignores anonymous readers, other channels and lines that are too long.
    if (!account || line.params[0]?.toLowerCase() !== `#${room.name}` || text === '') return;
    if (!fitsCharacters(text, platformLimits.twitch.message) || switches.dropMessages) return;
    if (switches.nextRefusal) {
      this.send(room.notice(switches.nextRefusal.msgId, switches.nextRefusal.text));
      switches.nextRefusal = null;
      return;
    }
    if (/^[/.](?!me |\.)/i.test(text)) {
      this.send(room.notice('unrecognized_cmd', `Unrecognized command: ${text.split(' ', 1)[0]}`));
      return;
    }
    const privileged = account.roles.includes('moderator') || account.roles.includes('broadcaster');
    const verdict = this.#host.limitsOf(account.login).judge(text, privileged);
    if (verdict === 'dropped') return;
    if (verdict === 'msg_ratelimit') {
      this.send(
        room.notice(verdict, 'Your message was not sent because you are sending messages too quickly.'),
      );
      return;
    }
    if (verdict === 'msg_duplicate') {
      const words =
        'Your message was not sent because it is identical to the previous one you sent, less than 30 seconds ago.';
      this.send(room.notice(verdict, words));
      return;
    }
    const nonce = line.tags.get('client-nonce');
    const replyTo = line.tags.get('reply-parent-msg-id');
    const said = room.message(account, text, {
      ...(nonce === undefined ? {} : { nonce }),
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    this.send(room.userState(account, { id: said.id, nonce }));
    this.#host.broadcast(said.line, this);
    this.#host.onOwnMessage(text);
  }
}
