/** Limits for the output of one process: characters of a line, and number of lines. */
const maxLineLength = 1_000;
const maxLines = 100;

/** Splits the output of a process into lines for the log. Limits their length and number. */
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
    // Truncates an unfinished line to the length that would be logged.
    this.#rest = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) this.#add(line);
  }

  /** Logs the last line if it has no line break. */
  finish(): void {
    this.#add(this.#rest);
    this.#rest = '';
  }

  #add(line: string): void {
    if (line.trim() === '' || this.#logged > maxLines) return;
    this.#logged += 1;
    this.#log(
      this.#logged > maxLines
        ? 'The journal’s process wrote too much output; the rest is omitted.'
        : line.slice(0, maxLineLength),
    );
  }
}
