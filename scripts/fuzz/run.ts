/** Runs the fuzz over every channel of the program. */
import { createSeededRandom } from '#shared/kernel/index.ts';
import { ChannelCounts, type FuzzOutcome } from './counts.ts';
import { fuzzHttp } from './http-channel.ts';
import { openPort, openSocket } from './links.ts';
import { fuzzPeers } from './peer-channel.ts';
import { HandlerWatch, listProcedures } from './procedures.ts';
import { openRig } from './rig.ts';

interface Validation {
  readonly count: number;
  readonly p50Microseconds: number | null;
  readonly p99Microseconds: number | null;
}

export interface FuzzReport {
  readonly id: 'T32';
  readonly seed: number;
  readonly messages: number;
  readonly channels: Readonly<
    Record<string, { readonly messages: number } & Readonly<Record<FuzzOutcome, number>>>
  >;
  readonly kinds: number;
  readonly crashes: number;
  readonly unhandledRejections: number;
  readonly pollutedPrototypes: number;
  readonly handlers: {
    readonly procedures: number;
    readonly reached: number;
    readonly callsWithValidInput: number;
    readonly callsWithoutInput: number;
    readonly callsWithUnvalidatedInput: number;
  };
  /** Validations of inputs, split by their result. Refusing also describes the issues. */
  readonly validation: { readonly accepting: Validation; readonly refusing: Validation };
  readonly seconds: number;
  readonly ok: boolean;
}

/** Messages to one rig. The fakes keep what they are sent, so a new rig keeps the run fast. */
const messagesEach = 6_000;
const channelNames = ['messagePort', 'webSocket', 'http'] as const;

/** Prototypes that no message may change. */
const prototypes: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
];
const keysOfPrototypes = (): number =>
  prototypes.reduce((sum, each) => sum + Reflect.ownKeys(each).length, 0);

/** Counts what nothing else caught while it is open. */
class ProcessFaults implements Disposable {
  readonly crashes: string[] = [];
  readonly rejections: string[] = [];
  readonly #onCrash = (error: unknown): void => void this.crashes.push(String(error));
  readonly #onRejection = (reason: unknown): void => void this.rejections.push(String(reason));

  constructor() {
    process.on('uncaughtException', this.#onCrash);
    process.on('unhandledRejection', this.#onRejection);
  }

  [Symbol.dispose](): void {
    process.off('uncaughtException', this.#onCrash);
    process.off('unhandledRejection', this.#onRejection);
  }
}

export interface FuzzOptions {
  readonly messages: number;
  readonly seed: number;
  /** Called after each rig with the messages so far. */
  readonly onProgress?: (sent: number) => void;
  /** Called with an example of each message that failed or stayed unanswered, and of each fault. */
  readonly onFinding?: (finding: string) => void;
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

const summaryOf = (durations: HandlerWatch['accepting']): Validation => ({
  count: durations.count,
  p50Microseconds: rounded(durations.quantile(0.5)),
  p99Microseconds: rounded(durations.quantile(0.99)),
});

/** Sends generated messages over every channel. The messages depend on the seed alone. */
export const runFuzz = async ({
  messages,
  seed,
  onProgress,
  onFinding,
}: FuzzOptions): Promise<FuzzReport> => {
  const startedAt = performance.now();
  const counts = {
    messagePort: new ChannelCounts(),
    webSocket: new ChannelCounts(),
    http: new ChannelCounts(),
  };
  const watch = new HandlerWatch();
  const keysBefore = keysOfPrototypes();
  using faults = new ProcessFaults();
  let procedureCount = 0;
  for (let sent = 0, block = 0; sent < messages; block += 1) {
    const size = Math.min(messagesEach, messages - sent);
    const rig = await openRig();
    const procedures = listProcedures(rig.gateway);
    procedureCount = procedures.length;
    watch.watch(rig.gateway);
    const share = (index: number): number => Math.floor(size / 3) + (index < size % 3 ? 1 : 0);
    const randomOf = (index: number) => createSeededRandom(seed * 1_000_003 + block * 31 + index);
    await Promise.all([
      fuzzPeers(
        {
          open: () => openPort(rig),
          procedures,
          random: randomOf(0),
          counts: counts.messagePort,
          structured: true,
        },
        share(0),
      ),
      fuzzPeers(
        {
          open: () => openSocket(rig),
          procedures,
          random: randomOf(1),
          counts: counts.webSocket,
          structured: false,
        },
        share(1),
      ),
      fuzzHttp({ rig, procedures, random: randomOf(2), counts: counts.http }, share(2)),
    ]);
    await rig.close();
    for (const line of rig.logged.slice(0, 5)) onFinding?.(line);
    sent += size;
    onProgress?.(sent);
  }
  const all = channelNames.map((name) => counts[name]);
  for (const finding of [
    ...all.flatMap(({ examples }) => examples),
    ...faults.crashes,
    ...faults.rejections,
    ...new Set(watch.unvalidated),
  ])
    onFinding?.(finding);
  const polluted = keysOfPrototypes() - keysBefore;
  const hasFailed = all.some(({ outcomes }) => outcomes.failed + outcomes.unanswered > 0);
  return {
    id: 'T32',
    seed,
    messages: all.reduce((sum, each) => sum + each.messages, 0),
    channels: Object.fromEntries(
      channelNames.map((name) => [name, { messages: counts[name].messages, ...counts[name].outcomes }]),
    ),
    kinds: new Set(all.flatMap(({ kinds }) => [...kinds.keys()])).size,
    crashes: faults.crashes.length,
    unhandledRejections: faults.rejections.length,
    pollutedPrototypes: polluted,
    handlers: {
      procedures: procedureCount,
      reached: watch.reached,
      callsWithValidInput: watch.validated,
      callsWithoutInput: watch.withoutInput,
      callsWithUnvalidatedInput: watch.unvalidated.length,
    },
    validation: { accepting: summaryOf(watch.accepting), refusing: summaryOf(watch.refusing) },
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    ok:
      faults.crashes.length + faults.rejections.length + polluted + watch.unvalidated.length === 0 &&
      !hasFailed,
  };
};
