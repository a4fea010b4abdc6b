/**
 * `npm run audit:orchestrators`: which of the eight behaviours every orchestrator takes from BaseOrchestrator, and where
 * any is written again. Fails when one stands outside the base or repeats it. `--json` prints the report as data.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auditOrchestrators } from './audit/audit.ts';
import { describeAudit } from './audit/report.ts';
import { readSourceTree } from './audit/source-tree.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const report = auditOrchestrators(readSourceTree(root));
console.log(values.json ? JSON.stringify(report, null, 2) : describeAudit(report));
process.exitCode = report.ok ? 0 : 1;
