/**
 * `npm run packaged-dependencies`: compares `dependencies` in package.json with the packages that the built
 * main process and preload load, and checks the licences of all packages that a package of the desktop app
 * contains. The window is bundled completely, so its packages are development dependencies. Needs a build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isBuilt } from '../launch/build-output.ts';
import { writeLicences } from '../package/licences.ts';
import { licensedPackagesOfBuild, mitNotice, planPackage } from '../package/project.ts';
import { judgeDependencies, packagesLoadedBy, type BuiltFile, type Manifest } from './judge.ts';

const root = resolve(import.meta.dirname, '../..');
const names = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({
  dependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
});

const readManifest = (folder: string): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));

const readBuilt = (folder: string): BuiltFile[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?js$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));

if (isBuilt(root)) {
  const loaded = packagesLoadedBy([...readBuilt('out/main'), ...readBuilt('out/preload')]);
  const complaints = judgeDependencies(loaded, readManifest('.'), (name) =>
    readManifest(join('node_modules', name)),
  );
  const plan = planPackage(root);
  const packages = plan.ok ? licensedPackagesOfBuild(root, plan.value) : [];
  const licences = writeLicences(packages, mitNotice(root));
  const refused = [...(plan.ok ? [] : [plan.error]), ...(licences.ok ? [] : licences.error)];
  for (const complaint of [...complaints, ...refused]) console.error(complaint);
  console.log(`packaged dependencies: ${loaded.size} loaded, ${complaints.length} out of place`);
  console.log(`licences: ${packages.length} packages of others, ${refused.length} refused`);
  process.exitCode = complaints.length + refused.length > 0 ? 1 : 0;
} else {
  console.error('There is no build, or it is older than its sources: run npm run build first.');
  process.exitCode = 1;
}
