/** The part of `process.stdout` and `process.stderr` that is used here. */
export interface WritableConsole {
  write(chunk: string | Uint8Array): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Standard output or standard error, which can break at any time: its reader ended (EPIPE), the terminal is
 * gone (EIO), the disk is full (ENOSPC). The first failed write closes it for good. It never throws, and no
 * stream error reaches `uncaughtException`.
 */
export class ConsoleStream implements Disposable {
  readonly #stream: WritableConsole;
  readonly #onBroken: (error: unknown) => void;
  readonly #onError = (error: unknown): void => this.#break(error);
  #isBroken = false;

  constructor(stream: WritableConsole, onBroken: (error: unknown) => void = () => undefined) {
    this.#stream = stream;
    this.#onBroken = onBroken;
    stream.on('error', this.#onError);
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  write(chunk: string | Uint8Array): void {
    if (this.#isBroken) return;
    try {
      this.#stream.write(chunk);
    } catch (thrown) {
      this.#break(thrown);
    }
  }

  [Symbol.dispose](): void {
    this.#stream.off('error', this.#onError);
  }

  #break(error: unknown): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#onBroken(error);
  }
}

/** Both streams of a process, protected for its whole life from errors of any writer. */
export interface Console {
  readonly out: ConsoleStream;
  readonly error: ConsoleStream;
}

export const openConsole = (process: {
  readonly stdout: WritableConsole;
  readonly stderr: WritableConsole;
}): Console => ({ out: new ConsoleStream(process.stdout), error: new ConsoleStream(process.stderr) });
