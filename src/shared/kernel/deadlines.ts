/**
 * A timer of the runtime. In Node it controls if the process stays alive for it; elsewhere it is a number.
 */
type RuntimeTimer = ReturnType<typeof globalThis.setTimeout> | { ref(): unknown; unref(): unknown };

const letProcessEnd = (timer: RuntimeTimer, may: boolean): void => {
  if (typeof timer !== 'object') return;
  if (may) timer.unref();
  else timer.ref();
};

/** A deadline, linked to its neighbours of the same length. */
class Deadline implements Disposable {
  readonly callback: () => void;
  readonly dueAt: number;
  readonly row: DeadlineRow;
  previous: Deadline | null = null;
  next: Deadline | null = null;
  pending = true;

  constructor(callback: () => void, dueAt: number, row: DeadlineRow) {
    this.callback = callback;
    this.dueAt = dueAt;
    this.row = row;
  }

  [Symbol.dispose](): void {
    this.row.remove(this);
  }
}

/** Deadlines of the same length expire in the order in which they were set, so one timer serves them all. */
class DeadlineRow {
  readonly #limitMs: number;
  readonly #now: () => number;
  readonly #onIdle: () => void;
  #first: Deadline | null = null;
  #last: Deadline | null = null;
  #timer: RuntimeTimer | null = null;
  /** True while callbacks run; the next timer is set after them. */
  #ringing = false;

  constructor(limitMs: number, now: () => number, onIdle: () => void) {
    this.#limitMs = limitMs;
    this.#now = now;
    this.#onIdle = onIdle;
  }

  add(callback: () => void): Disposable {
    const deadline = new Deadline(callback, this.#now() + this.#limitMs, this);
    deadline.previous = this.#last;
    if (this.#last) this.#last.next = deadline;
    else this.#first = deadline;
    this.#last = deadline;
    if (this.#timer !== null) {
      if (this.#first === deadline) letProcessEnd(this.#timer, false);
    } else if (!this.#ringing) {
      this.#arm(this.#limitMs);
    }
    return deadline;
  }

  remove(deadline: Deadline): void {
    if (!deadline.pending) return;
    deadline.pending = false;
    if (deadline.previous) deadline.previous.next = deadline.next;
    else this.#first = deadline.next;
    if (deadline.next) deadline.next.previous = deadline.previous;
    else this.#last = deadline.previous;
    // The timer stays set for the next deadline, which is usually added before the timer fires.
    if (this.#first === null && this.#timer !== null) letProcessEnd(this.#timer, true);
  }

  #arm(delayMs: number): void {
    this.#timer = globalThis.setTimeout(() => this.#ring(), delayMs);
  }

  #ring(): void {
    this.#timer = null;
    this.#ringing = true;
    // A timer may fire a fraction of a millisecond early.
    const now = this.#now() + 1;
    try {
      for (let due = this.#first; due !== null && due.dueAt <= now; due = this.#first) {
        this.remove(due);
        due.callback();
      }
    } finally {
      this.#ringing = false;
      if (this.#first === null) this.#onIdle();
      else this.#arm(Math.max(1, this.#first.dueAt - this.#now()));
    }
  }
}

/**
 * Time limits for work that nearly always ends in time. Setting and cancelling a limit costs a few list
 * operations; a timer of the runtime costs several times the work that it guards.
 */
export class Deadlines {
  readonly #now: () => number;
  readonly #rows = new Map<number, DeadlineRow>();

  /** `now` returns monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Number of different lengths with a row. An idle row is deleted when its timer fires. */
  get size(): number {
    return this.#rows.size;
  }

  /** Calls `callback` once after `limitMs`, unless the handle is disposed first. */
  set(callback: () => void, limitMs: number): Disposable {
    let row = this.#rows.get(limitMs);
    if (row === undefined) {
      row = new DeadlineRow(limitMs, this.#now, () => this.#rows.delete(limitMs));
      this.#rows.set(limitMs, row);
    }
    return row.add(callback);
  }
}
