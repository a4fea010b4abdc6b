/**
 * `npm run audit:orchestrators`: which of the eight behaviours every orchestrator takes from BaseOrchestrator, and where
 * any is written again. Fails when one stands outside the base or repeats it, and when a manifest or a section of the
 * settings is missing, listed twice or declared outside its owner's folder. `--json` prints the report as data.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auditOrchestrators } from './audit/audit.ts';
import { auditManifests, describeManifestFindings } from './audit/manifests.ts';
import { describeAudit } from './audit/report.ts';
import { readSourceTree } from './audit/source-tree.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const tree = readSourceTree(root);
const report = auditOrchestrators(tree);
const manifests = auditManifests(tree);
const ok = report.ok && manifests.length === 0;
console.log(
  values.json
    ? JSON.stringify({ ...report, manifests, ok }, null, 2)
    : [...describeManifestFindings(manifests), describeAudit(report)].join('\n'),
);
process.exitCode = ok ? 0 : 1;
