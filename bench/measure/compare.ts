import type { Row } from './row.ts';

/** Runs the work this many times. The caller uses the result, so that it is not optimized away. */
export type Loop = (times: number) => unknown;

/** The measurements of one contender, in nanoseconds per call. */
export interface Timing {
  readonly median: number;
  /** Slowest minus fastest round as a share of the median. */
  readonly spread: number;
  readonly rounds: number;
}

export interface CompareOptions {
  /** Default 9, minimum 7. */
  readonly rounds?: number;
  /** Duration of one contender's round, milliseconds; default 120. */
  readonly roundMs?: number;
}

/** Receives results, so that no loop is optimized away. */
const sink: { last: unknown } = { last: undefined };

/**
 * Returns the processor time of the whole process in nanoseconds, including the collector's threads. Wall
 * time would include other programs, and nothing that is compared waits.
 */
const timeLoop = async (loop: Loop, times: number): Promise<number> => {
  const began = process.cpuUsage();
  sink.last = await loop(times);
  const { user, system } = process.cpuUsage(began);
  return Math.max(1, (user + system) * 1_000);
};

/** Returns the number of calls that fit into a round. Also warms up the contender. */
const calibrate = async (loop: Loop, roundMs: number): Promise<number> => {
  let times = 1;
  for (;;) {
    const took = await timeLoop(loop, times);
    if (took >= (roundMs * 1e6) / 2) return Math.max(1, Math.round((times * roundMs * 1e6) / took));
    times = took < 1e6 ? times * 4 : Math.ceil((times * roundMs * 1e6) / took);
  }
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** Times contenders in turns in one process, rotating the order each round, and returns every round. */
export const compare = async <Name extends string>(
  contenders: Readonly<Record<Name, Loop>>,
  { rounds = 9, roundMs = 120 }: CompareOptions = {},
): Promise<Readonly<Record<Name, Timing>>> => {
  const loops = Object.entries<Loop>(contenders);
  const times = new Map<string, number>();
  const seen = new Map<string, number[]>(loops.map(([name]) => [name, []]));
  for (const [name, loop] of loops) times.set(name, await calibrate(loop, roundMs));
  for (let round = 0; round < Math.max(7, rounds); round++) {
    for (let turn = 0; turn < loops.length; turn++) {
      const [name = '', loop] = loops[(round + turn) % loops.length] ?? [];
      const count = times.get(name) ?? 1;
      if (loop) seen.get(name)?.push((await timeLoop(loop, count)) / count);
    }
  }
  const timings = loops.map(([name]) => {
    const all = seen.get(name) ?? [];
    const middle = median(all);
    return [
      name,
      { median: middle, spread: (Math.max(...all) - Math.min(...all)) / middle, rounds: all.length },
    ] as const;
  });
  return Object.fromEntries(timings) as Record<Name, Timing>;
};

/** Rounds to three significant digits. */
export const round = (value: number): number => Number(value.toPrecision(3));

/** Units for timings, with the conversion from nanoseconds per call. */
const units = {
  'M/s': (ns: number) => 1_000 / ns,
  ns: (ns: number) => ns,
  us: (ns: number) => ns / 1_000,
  ms: (ns: number) => ns / 1e6,
} as const;

/** Creates a row against a rival that was timed in the same run. `atLeast` is the target ratio. */
export const againstRival = (
  id: string,
  what: string,
  ours: Timing,
  rival: string,
  theirs: Timing,
  unit: keyof typeof units,
  atLeast: number,
): Row => {
  const ratio = theirs.median / ours.median;
  return {
    id,
    case: what,
    ours: round(units[unit](ours.median)),
    rival,
    theirs: round(units[unit](theirs.median)),
    unit,
    ratio: round(ratio),
    target: `>=${atLeast}`,
    met: ratio >= atLeast,
    spread: [round(ours.spread), round(theirs.spread)],
    rounds: ours.rounds,
  };
};

/** Creates a row against a fixed target. */
export const againstLimit = (
  id: string,
  what: string,
  ours: Timing,
  unit: Exclude<keyof typeof units, 'M/s'>,
  atMost: number,
): Row => {
  const value = units[unit](ours.median);
  return {
    id,
    case: what,
    ours: round(value),
    rival: null,
    theirs: null,
    unit,
    ratio: null,
    target: `<=${atMost}`,
    met: value <= atMost,
    spread: [round(ours.spread)],
    rounds: ours.rounds,
  };
};
