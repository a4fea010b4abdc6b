import type { Row } from './row.ts';

/** Does the work so many times. What it returns is kept from being optimised away. */
export type Loop = (times: number) => unknown;

/** What was measured of one contender, in nanoseconds for one piece of work. */
export interface Timing {
  readonly median: number;
  /** Slowest minus fastest round as a share of the median. */
  readonly spread: number;
  readonly rounds: number;
}

export interface CompareOptions {
  /** 9 unless said otherwise; never fewer than 7. */
  readonly rounds?: number;
  /** How long one round of one contender takes; 120 ms unless said otherwise. */
  readonly roundMs?: number;
}

/** Somewhere to put results, so that no loop is found to do nothing. */
const sink: { last: unknown } = { last: undefined };

/**
 * Nanoseconds of processor time that the whole process took, the collector's threads included. Wall time would count what
 * other programs did meanwhile; none of what is compared waits for anything.
 */
const timeLoop = async (loop: Loop, times: number): Promise<number> => {
  const began = process.cpuUsage();
  sink.last = await loop(times);
  const { user, system } = process.cpuUsage(began);
  return Math.max(1, (user + system) * 1_000);
};

/** How often the work fits into a round. Also warms the contender up. */
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

/** Times contenders in turns in one process, the order moving on by one each round, and keeps every round. */
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

/** Three significant digits. */
export const round = (value: number): number => Number(value.toPrecision(3));

/** Units in which a timing is told, and how to get there from nanoseconds for one piece of work. */
const units = {
  'M/s': (ns: number) => 1_000 / ns,
  ns: (ns: number) => ns,
  us: (ns: number) => ns / 1_000,
  ms: (ns: number) => ns / 1e6,
} as const;

/** A row against a rival that was timed in the same run. `atLeast` is how many times as fast we want to be. */
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

/** A row against a number that was set. */
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
