import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RandomSource } from '#shared/kernel/index.ts';
import { counterNames, type Counters } from './home-content.ts';
import { clockVariable, randomClockPlan } from './clock-plan.ts';
import { inspectHome, missingBackups } from './inspect-home.ts';
import { killPointVariable } from './kill-point.ts';

/** The moment at which a run is killed. */
export type Kill =
  /** During startup, this many milliseconds after the spawn. */
  | { readonly kind: 'while-starting'; readonly afterMs: number }
  /** Under load, this many milliseconds after it began to write. */
  | { readonly kind: 'under-load'; readonly afterMs: number }
  /** By the program itself, at a named step: `journal:committed:3`. */
  | { readonly kind: 'at-step'; readonly step: string };

export interface Tally {
  kills: number;
  /** Numbers of acknowledged records that were expected after a kill and that were found. */
  acknowledged: number;
  found: number;
  readonly lost: string[];
  readonly corrupt: string[];
  readonly orphans: string[];
  readonly neverKilled: string[];
  /** Milliseconds from the spawn until everything is open again. */
  readonly restoredMs: number[];
}

export const createTally = (): Tally => ({
  kills: 0,
  acknowledged: 0,
  found: 0,
  lost: [],
  corrupt: [],
  orphans: [],
  neverKilled: [],
  restoredMs: [],
});

const stepLimitMs = 20_000;
const nothing: Counters = { event: 0, chat: 0, settings: 0, vault: 0 };
const sumOf = (counters: Counters): number => counterNames.reduce((sum, name) => sum + counters[name], 0);

/** A home that is repeatedly opened, written to and killed. */
export class CrashingHome {
  readonly #home = mkdtempSync(join(tmpdir(), 'cuelight-crash-'));
  readonly #subject: string;
  readonly #tally: Tally;
  readonly #random: RandomSource;
  /** Backups that have existed. Only a few are made, so none may ever disappear. */
  readonly #backups = new Set<string>();
  #acknowledged = nothing;
  /** The findings of the last inspection. The next one counts only newer records. */
  #inspected = nothing;

  constructor(subject: string, tally: Tally, random: RandomSource) {
    this.#subject = subject;
    this.#tally = tally;
    this.#random = random;
  }

  /** Starts the subject on the home, inspects what it found, lets it write, and waits for the kill. */
  async run(kill: Kill): Promise<void> {
    const clock = randomClockPlan(this.#random);
    const child = spawn(process.execPath, [this.#subject, this.#home], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        [clockVariable]: `${clock.startMs},${clock.laterMs}`,
        ...(kill.kind === 'at-step' && { [killPointVariable]: kill.step }),
      },
    });
    // A pipe to a process that was just killed.
    child.stdin.on('error', () => undefined);
    const startedAt = performance.now();
    const closed = once(child, 'close');
    const pull = (): void => void child.kill('SIGKILL');
    const timers: NodeJS.Timeout[] = [];
    if (kill.kind === 'while-starting') timers.push(setTimeout(pull, kill.afterMs));
    if (kill.kind === 'at-step') {
      timers.push(
        setTimeout(() => {
          this.#tally.neverKilled.push(kill.step);
          pull();
        }, stepLimitMs),
      );
    }
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word = '', rest = ''] = line.split(/ (.*)/s);
      if (word === 'backups') {
        for (const id of rest.split(' ')) this.#backups.add(id);
        return;
      }
      if (word !== 'ready') {
        this.#acknowledge(word, Number(rest));
        return;
      }
      this.#tally.restoredMs.push(performance.now() - startedAt);
      this.#inspect(rest);
      this.#letWrite(child);
      if (kill.kind === 'under-load') timers.push(setTimeout(pull, kill.afterMs));
    });
    const [code, signal] = await closed;
    for (const timer of timers) clearTimeout(timer);
    if (signal !== 'SIGKILL') this.#tally.corrupt.push(`A run ended with code ${String(code)} unexpectedly.`);
    this.#tally.kills += 1;
  }

  /** Inspects the home for the last time and deletes it. */
  async close(): Promise<void> {
    await this.run({ kind: 'under-load', afterMs: 0 });
    this.#tally.kills -= 1;
    rmSync(this.#home, { recursive: true, force: true });
  }

  #acknowledge(word: string, number: number): void {
    const name = counterNames.find((each) => each === word);
    if (name) this.#acknowledged = { ...this.#acknowledged, [name]: number };
  }

  #inspect(report: string): void {
    const { held, lost, corrupt, orphans } = inspectHome(this.#home, report, this.#acknowledged);
    const due = sumOf(this.#acknowledged) - sumOf(this.#inspected);
    const missing = counterNames.reduce(
      (sum, name) => sum + Math.max(0, this.#acknowledged[name] - held[name]),
      0,
    );
    this.#tally.acknowledged += due;
    this.#tally.found += due - missing;
    this.#tally.lost.push(...lost);
    this.#tally.corrupt.push(...corrupt);
    this.#tally.orphans.push(...orphans);
    this.#tally.lost.push(...missingBackups(this.#home, this.#backups));
    // Records that were written but not acknowledged must stay from now on, because they were seen.
    this.#acknowledged = held;
    this.#inspected = held;
  }

  #letWrite(child: ChildProcess): void {
    const { event, chat, settings, vault } = this.#acknowledged;
    child.stdin?.write(
      `${JSON.stringify({ event: event + 1, chat: chat + 1, settings: settings + 1, vault: vault + 1 })}\n`,
    );
  }
}
