/**
 * `npm run test:obs`. Runs the OBS tests with the real OBS Studio under a virtual display. Without OBS, says
 * that nothing was tested, and passes.
 */
import { resolve } from 'node:path';
import { vitestStage } from './checks/suites.ts';
import { provideSystemPrograms, systemPrograms } from './checks/system-programs.ts';

const root = resolve(import.meta.dirname, '..');
const needed = systemPrograms.filter((part) => part.title === 'OBS Studio' || part.title === 'Xvfb');
const missing = provideSystemPrograms(needed);

if (missing.length > 0) {
  const names = missing.map((part) => part.title).join(' and ');
  console.log(`skipped: real OBS: ${names} not available on this machine`);
  console.log('0 passed, 0 failed, 1 skipped');
} else {
  const result = await vitestStage(root, 'real OBS Studio', ['--config', 'scripts/obs/vitest.config.ts']);
  console.log(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  for (const note of result.notes) console.log(note);
  for (const failure of result.failures) console.log(`failed: ${failure}`);
  process.exitCode = result.failed > 0 ? 1 : 0;
}
