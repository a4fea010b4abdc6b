/**
 * `npm run test:e2e`. Runs each Playwright spec on one host, and those tagged `@host` on every host of this
 * machine. `-- --all-hosts` runs every spec on every host. All other arguments go to Playwright: files,
 * `--project`, `--grep` …
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_HOSTS_VARIABLE } from '../e2e/harness/host-plan.ts';
import { runInTerminal } from './launch/child.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const { code } = await runInTerminal(
  process.execPath,
  [
    fileURLToPath(new URL('cli.js', import.meta.resolve('playwright/package.json'))),
    'test',
    '--config',
    'e2e/playwright.config.ts',
    ...args.filter((arg) => arg !== '--all-hosts'),
  ],
  { root, env: args.includes('--all-hosts') ? { [ALL_HOSTS_VARIABLE]: '1' } : {} },
);
process.exitCode = code;
