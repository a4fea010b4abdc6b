import type { Program } from './program.ts';
import type { Runtime } from './runtimes.ts';

/**
 * Keeps the program that the specs of one file share. Another file gets a program of its own, so no file
 * depends on the files before it, in any worker.
 */
export class ProgramKeeper {
  readonly #runtime: Pick<Runtime, 'start'>;
  readonly #badEndings: string[] = [];
  #shared: { readonly file: string; readonly program: Program } | null = null;

  constructor(runtime: Pick<Runtime, 'start'>) {
    this.#runtime = runtime;
  }

  /** The running program, if a spec of this file has started it. */
  current(file: string): Program | null {
    return this.#shared?.file === file ? this.#shared.program : null;
  }

  /** Returns the program of this file, started by the first spec that needs it. */
  async programOf(file: string): Promise<Program> {
    await this.leaveOthers(file);
    this.#shared ??= { file, program: await this.#runtime.start() };
    return this.#shared.program;
  }

  /** Stops the program of another file, so that a spec with its own programs runs beside none. */
  async leaveOthers(file: string): Promise<void> {
    if (this.#shared !== null && this.#shared.file !== file) await this.#stop();
  }

  /** Stops the last program, and returns a line for each program that did not end with code 0. */
  async close(): Promise<readonly string[]> {
    await this.#stop();
    return this.#badEndings.splice(0);
  }

  async #stop(): Promise<void> {
    const shared = this.#shared;
    if (shared === null) return;
    this.#shared = null;
    const code = await shared.program.stop();
    if (code !== 0) this.#badEndings.push(`the program of ${shared.file} ended with code ${code}`);
  }
}
