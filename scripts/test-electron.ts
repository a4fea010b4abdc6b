/**
 * `npm run test:electron`. Runs the Playwright specs on the real Electron: the one in
 * `ELECTRON_OVERRIDE_DIST_PATH`, otherwise the package's own, which is downloaded once. Root drops to an
 * ordinary user, and a machine without a screen gets a virtual one. Exits with 1 and the reason when the
 * specs can't run. Arguments go to Playwright: files, `--grep` …
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  describePlan,
  environmentOf,
  planSpecs,
  type OrdinaryUser,
  type SpecsPlan,
} from './electron-specs/plan.ts';
import { runInTerminal } from './launch/child.ts';
import { electronVersion, provideElectron, thisDesktop } from './launch/electron-binary.ts';
import { ensureBuild } from './launch/ensure-build.ts';

const root = resolve(import.meta.dirname, '..');
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

const runSpecs = async (plan: Extract<SpecsPlan, { kind: 'run' }>): Promise<number> => {
  const specs = [
    process.execPath,
    playwright,
    'test',
    '--config',
    'e2e/playwright.config.ts',
    '--project=electron',
    ...process.argv.slice(2),
  ];
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

const run = async (): Promise<number> => {
  const electron = await provideElectron(root);
  if (!electron.found) {
    console.error(`The specs can't run on Electron ${electronVersion(root)}, because ${electron.reason}.`);
    return 1;
  }
  const built = await ensureBuild(root);
  if (built !== 0) return built;
  const plan = planSpecs({
    desktop: thisDesktop(),
    sudoUser: process.env['SUDO_USER'] ?? null,
    has,
    findUser,
    canRun: ([program = '', ...args]) =>
      spawnSync(
        program,
        [
          ...args,
          'test',
          '-r',
          join(root, 'out/main/index.js'),
          '-a',
          '-x',
          electron.path,
          '-a',
          '-x',
          process.execPath,
        ],
        { stdio: 'ignore' },
      ).status === 0,
  });
  if (plan.kind === 'refused') {
    console.error(plan.reason);
    return 1;
  }
  console.log(`uses: ${describePlan(electron, electronVersion(root), plan)}`);
  return await runSpecs(plan);
};

process.exitCode = await run();
