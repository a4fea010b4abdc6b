/**
 * `npm run test:package`. Drives the program that `npm run package` made from outside. Root drops to an
 * ordinary user, and a machine without a screen gets a virtual one. Exits with 1 and the reason when the
 * specs can't run. `CUELIGHT_PACKAGED_PROGRAM` names another packaged program. Arguments go to Playwright.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packagedProgram } from '../e2e/package/packaged-program.ts';
import { planSpecsHere, runPlannedSpecs } from './electron-specs/run.ts';

const root = resolve(import.meta.dirname, '..');

const run = async (): Promise<number> => {
  if (!existsSync(packagedProgram)) {
    console.error(`There is no packaged program at ${packagedProgram}. Run npm run package first.`);
    return 1;
  }
  const plan = planSpecsHere('npm run test:package', {
    read: [join(root, 'e2e/package.config.ts')],
    execute: [packagedProgram, process.execPath],
  });
  if (plan.kind === 'refused') {
    console.error(plan.reason);
    return 1;
  }
  const user = plan.user === null ? '' : `, as ${plan.user.name} because this is root`;
  console.log(`uses: the packaged program ${packagedProgram}${user}`);
  return await runPlannedSpecs(root, plan, ['--config', 'e2e/package.config.ts', ...process.argv.slice(2)]);
};

process.exitCode = await run();
