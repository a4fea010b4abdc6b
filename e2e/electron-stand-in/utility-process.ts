import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';
import { assertCloneable, assertReady, onlyWhatIsOffered, type Offers } from './strictness.ts';

type Offered = Offers<UtilityProcess, 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr'>;

/** Sets up `process.parentPort` in the child, before its own code runs. */
const runtime = fileURLToPath(new URL('./utility-runtime.ts', import.meta.url));

/**
 * Electron's utility process over a forked Node. As there: its exit event carries a signal's number or the
 * exit code, and 0 after `kill`, its pipes are there only when asked for, and it ends with its parent.
 */
class StandInUtilityProcess extends EventEmitter implements Offered {
  readonly stdout: Offered['stdout'];
  readonly stderr: Offered['stderr'];
  readonly #child: ChildProcess;
  #pid: number | undefined;
  #asked = false;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    const piped = options.stdio === 'pipe';
    this.#child = fork(modulePath, [...args], {
      serialization: 'advanced',
      execArgv: ['--import', runtime, ...(options.execArgv ?? [])],
      stdio: ['ignore', piped ? 'pipe' : 'inherit', piped ? 'pipe' : 'inherit', 'ipc'],
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#child.on('spawn', () => {
      this.#pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code, signal) => {
      this.#pid = undefined;
      this.emit('exit', this.#asked ? 0 : signal === null ? (code ?? 0) : constants.signals[signal]);
    });
  }

  /** Undefined before the process has started, and after it is gone. */
  get pid(): number | undefined {
    return this.#pid;
  }

  postMessage(message: unknown): void {
    assertCloneable(message);
    if (this.#child.connected) this.#child.send({ message }, () => undefined);
  }

  kill(): boolean {
    this.#asked = true;
    return this.#child.kill('SIGTERM');
  }
}

export const createUtilityProcess = (isReady: () => boolean) =>
  onlyWhatIsOffered('utilityProcess', {
    fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) => {
      assertReady(isReady(), 'utilityProcess cannot be created before app is ready.');
      return onlyWhatIsOffered('UtilityProcess', new StandInUtilityProcess(modulePath, args, options));
    },
  });
