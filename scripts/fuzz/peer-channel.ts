/** Sends generated messages over connections, and tells how each was answered. */
import { isObject, type RandomSource } from '#shared/kernel/index.ts';
import type { ChannelCounts, FuzzOutcome } from './counts.ts';
import { generateBroken, generateCall, isTooLong, type FuzzMessage } from './peer-messages.ts';
import type { FuzzedProcedure } from './procedures.ts';

/** The hostile end of one connection. */
export interface FuzzLink {
  send(data: unknown): void;
  readonly closed: boolean;
  /** Called for each text that arrives, and once with null when the connection has ended. */
  listen(onText: (text: string | null) => void): void;
  close(): Promise<void>;
}

export interface PeerRun {
  readonly open: () => Promise<FuzzLink>;
  readonly procedures: readonly FuzzedProcedure[];
  readonly random: RandomSource;
  readonly counts: ChannelCounts;
  /** True when the channel carries more than text and bytes. */
  readonly structured: boolean;
}

/** Calls on one connection before the frame that may end it. */
const callsEach = 15;
/** Milliseconds after which a call counts as unanswered. Answers take a few on an idle machine. */
const patienceMs = 20_000;

const outcomeOf = (answer: unknown): FuzzOutcome => {
  const payload = isObject(answer) ? answer['p'] : undefined;
  const status = isObject(payload) ? (payload['s'] ?? 200) : 200;
  if (typeof status !== 'number' || status < 400) return 'accepted';
  return status === 500 ? 'failed' : 'refused';
};

/** The first answer to each id. */
class Answers {
  readonly #first = new Map<string, unknown>();
  #ended = false;
  #wake = Promise.withResolvers<void>();

  constructor(link: FuzzLink) {
    link.listen((text) => {
      if (text === null) this.#ended = true;
      else this.#take(text);
      this.#wake.resolve();
      this.#wake = Promise.withResolvers();
    });
  }

  #take(text: string): void {
    const answer: unknown = JSON.parse(text);
    const id = isObject(answer) ? answer['i'] : undefined;
    if (typeof id === 'string' && !this.#first.has(id)) this.#first.set(id, answer);
  }

  /** Resolves once every id is answered or the connection has ended; false when it takes too long. */
  async until(ids: readonly string[]): Promise<boolean> {
    const patience = { isOver: false };
    const timer = setTimeout(() => {
      patience.isOver = true;
      this.#wake.resolve();
    }, patienceMs);
    while (!patience.isOver && !this.#ended && !ids.every((id) => this.#first.has(id)))
      await this.#wake.promise;
    clearTimeout(timer);
    return !patience.isOver;
  }

  outcome(id: string): FuzzOutcome {
    if (this.#first.has(id)) return outcomeOf(this.#first.get(id));
    return this.#ended ? 'refused' : 'unanswered';
  }

  get ended(): boolean {
    return this.#ended;
  }
}

const textOf = ({ data }: FuzzMessage): string => (typeof data === 'string' ? data : '(no text)');

/** Sends up to `limit` messages on a new connection. Returns their number. */
const useConnection = async (run: PeerRun, limit: number): Promise<number> => {
  const { procedures, random, counts, structured } = run;
  const link = await run.open();
  const answers = new Answers(link);
  const calls = new Map<string, FuzzMessage>();
  let last: FuzzMessage | null = null;
  for (let index = 0; index < Math.min(callsEach, limit); index += 1) {
    const id = `c${index}`;
    const message = generateCall(id, procedures, random);
    // A frame that is too long ends the connection, so it comes last.
    if (isTooLong(message)) {
      last = { ...message, kind: `${message.kind}, too long` };
      break;
    }
    calls.set(id, message);
    link.send(message.data);
  }
  await answers.until([...calls.keys()]);
  for (const [id, message] of calls) counts.add(message.kind, answers.outcome(id), textOf(message));
  if (last === null && calls.size < limit) {
    const [call = { kind: '', data: '{}' }] = calls.values();
    last = generateBroken(textOf(call), random, structured);
  }
  if (last === null || answers.ended) {
    await link.close();
    return calls.size;
  }
  link.send(last.data);
  // Answered only when the frame did not end the connection.
  link.send('{"i":"fence","p":{"u":"/system/version","b":{}}}');
  await answers.until(['fence']);
  const answered = answers.outcome('raw');
  const outcome = answers.ended
    ? 'refused'
    : answers.outcome('fence') === 'accepted'
      ? 'ignored'
      : 'unanswered';
  counts.add(last.kind, answered === 'unanswered' ? outcome : answered, textOf(last));
  await link.close();
  return calls.size + 1;
};

/** Sends a number of messages, connection after connection. */
export const fuzzPeers = async (run: PeerRun, messages: number): Promise<void> => {
  for (let sent = 0; sent < messages;) sent += await useConnection(run, messages - sent);
};
