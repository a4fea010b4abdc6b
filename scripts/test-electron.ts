/**
 * `npm run test:electron`. Runs the Playwright specs on the real Electron: the one in
 * `ELECTRON_OVERRIDE_DIST_PATH`, otherwise the package's own, which is downloaded once. Root drops to an
 * ordinary user, and a machine without a screen gets a virtual one. Exits with 1 and the reason when the
 * specs can't run. Arguments go to Playwright: files, `--grep` …
 */
import { join, resolve } from 'node:path';
import { describePlan } from './electron-specs/plan.ts';
import { planSpecsHere, runPlannedSpecs } from './electron-specs/run.ts';
import { electronVersion, provideElectron } from './launch/electron-binary.ts';
import { ensureBuild } from './launch/ensure-build.ts';

const root = resolve(import.meta.dirname, '..');

const run = async (): Promise<number> => {
  const electron = await provideElectron(root);
  if (!electron.found) {
    console.error(`The specs can't run on Electron ${electronVersion(root)}, because ${electron.reason}.`);
    return 1;
  }
  const built = await ensureBuild(root);
  if (built !== 0) return built;
  const plan = planSpecsHere('npm run test:electron', {
    read: [join(root, 'out/main/index.js')],
    execute: [electron.path, process.execPath],
  });
  if (plan.kind === 'refused') {
    console.error(plan.reason);
    return 1;
  }
  console.log(`uses: ${describePlan(electron, electronVersion(root), plan)}`);
  const config = ['--config', 'e2e/playwright.config.ts', '--project=electron'];
  return await runPlannedSpecs(root, plan, [...config, ...process.argv.slice(2)]);
};

process.exitCode = await run();
