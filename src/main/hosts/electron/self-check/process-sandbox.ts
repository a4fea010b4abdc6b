import { readFile } from 'node:fs/promises';

/** The part of Electron's process list that the check uses. */
export interface ProcessEntry {
  readonly pid: number;
  /** Only on macOS and Windows. */
  readonly sandboxed?: boolean;
}

/** Returns the sandbox in the text of `/proc/PID/status`: a filter of system calls. Null without the line. */
export const sandboxInStatus = (status: string): boolean | null => {
  const mode = /^Seccomp:\s*(\d)$/m.exec(status)?.[1];
  return mode === undefined ? null : mode === '2';
};

/** Creates the function that asks the system for the sandbox of a process; null where it does not say. */
export const createSandboxReader =
  (platform: NodeJS.Platform, listProcesses: () => readonly ProcessEntry[]) =>
  async (pid: number): Promise<boolean | null> =>
    platform === 'linux'
      ? sandboxInStatus(await readFile(`/proc/${pid}/status`, 'utf8'))
      : (listProcesses().find((each) => each.pid === pid)?.sandboxed ?? null);
