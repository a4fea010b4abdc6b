import { ensureBuild } from '../../scripts/launch/ensure-build.ts';
import { planHosts } from './host-plan.ts';
import { root } from './program.ts';
import { describeRuntimes, runnableHosts } from './runtimes.ts';

/** Says which hosts the specs run on, and builds the program when there is no current build. */
const prepare = async (): Promise<void> => {
  for (const line of describeRuntimes()) console.log(line);
  console.log(planHosts(runnableHosts(), { args: process.argv, env: process.env }).note);
  if ((await ensureBuild(root)) !== 0)
    throw new Error('The program could not be built, so there is nothing to test.');
};

// Playwright takes a global setup by its default export.
// oxlint-disable-next-line import/no-default-export
export default prepare;
