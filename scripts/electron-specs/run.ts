import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInTerminal } from '../launch/child.ts';
import { thisDesktop } from '../launch/electron-binary.ts';
import { environmentOf, planSpecs, type OrdinaryUser, type SpecsPlan } from './plan.ts';

const playwright = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright/package.json')));

const has = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

const idOf = (flag: '-u' | '-g', name: string): number | null => {
  const { status, stdout } = spawnSync('id', [flag, '--', name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
};

const findUser = (name: string): OrdinaryUser | null => {
  const uid = idOf('-u', name);
  const gid = idOf('-g', name);
  return uid === null || gid === null ? null : { name, uid, gid };
};

/** The files that the user of the specs must be able to use. */
export interface UsedFiles {
  readonly read: readonly string[];
  readonly execute: readonly string[];
}

/** Decides how the specs of a command run on this machine. */
export const planSpecsHere = (command: string, { read, execute }: UsedFiles): SpecsPlan => {
  const tests = [
    ...read.flatMap((file) => ['-a', '-r', file]),
    ...execute.flatMap((file) => ['-a', '-x', file]),
  ];
  return planSpecs({
    command,
    desktop: thisDesktop(),
    sudoUser: process.env['SUDO_USER'] ?? null,
    has,
    findUser,
    canRun: ([program = '', ...args]) =>
      spawnSync(program, [...args, 'test', ...tests.slice(1)], { stdio: 'ignore' }).status === 0,
  });
};

/** Runs Playwright as planned, and returns its exit code. */
export const runPlannedSpecs = async (
  root: string,
  plan: Extract<SpecsPlan, { kind: 'run' }>,
  playwrightArguments: readonly string[],
): Promise<number> => {
  const specs = [process.execPath, playwright, 'test', ...playwrightArguments];
  const { user } = plan;
  if (user === null) {
    const [program = '', ...args] = [...plan.wrapper, ...specs];
    return (await runInTerminal(program, args, { root })).code;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'cuelight-specs-'));
  chownSync(scratch, user.uid, user.gid);
  const { PATH, ...env } = environmentOf(user, process.env, scratch);
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value ?? ''}`);
  const args = ['-i', `PATH=${PATH ?? ''}`, ...settings, ...plan.wrapper, ...specs];
  const { code } = await runInTerminal('env', [...args, '--output', join(scratch, 'results')], { root });
  if (code === 0) rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  else console.log(`The results of the specs are in ${join(scratch, 'results')}.`);
  return code;
};
