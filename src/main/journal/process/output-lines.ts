/** More than this of one line, and more lines than this of one process, are left out. */
const maxLineLength = 1_000;
const maxLines = 100;

/** Cuts the output of a process into lines for the log, bounded in length and number. */
export class OutputLines {
  readonly #log: (line: string) => void;
  #rest = '';
  #logged = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  add(chunk: string): void {
    if (this.#logged > maxLines) return;
    const lines = (this.#rest + chunk).split(/\r?\n/);
    // A line without an end is held no longer than it would be logged.
    this.#rest = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) this.#add(line);
  }

  /** Logs what came last without an end of line. */
  finish(): void {
    this.#add(this.#rest);
    this.#rest = '';
  }

  #add(line: string): void {
    if (line.trim() === '' || this.#logged > maxLines) return;
    this.#logged += 1;
    this.#log(
      this.#logged > maxLines
        ? 'The journal’s process wrote more than its share; the rest is left out.'
        : line.slice(0, maxLineLength),
    );
  }
}
