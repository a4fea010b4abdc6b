/**
 * `npm run audit:orchestrators`: which of the eight behaviours every orchestrator takes from BaseOrchestrator, and where
 * any is written again. Fails when one stands outside the base or repeats it, and when a topic is not as the catalogue
 * says. `--json` prints the report as data; `--write` renews the table of topics in the docs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auditOrchestrators } from './audit/audit.ts';
import { describeAudit } from './audit/report.ts';
import { readSourceTree } from './audit/source-tree.ts';
import { placeTopics } from './audit/topics-table.ts';
import { topics } from '#shared/catalogue/topics/index.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    root: { type: 'string' },
  },
});
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const report = auditOrchestrators(readSourceTree(root));
console.log(values.json ? JSON.stringify(report, null, 2) : describeAudit(report));
process.exitCode = report.ok ? 0 : 1;

// The table is made of this program's catalogue, whatever source is audited.
const document = resolve(import.meta.dirname, '../docs/subjects/topics.md');
const written = readFileSync(document, 'utf8');
const renewed = placeTopics(written, topics);
if (values.write) writeFileSync(document, renewed);
else if (written !== renewed) {
  console.error(
    'docs/subjects/topics.md is not what the catalogue says: npm run audit:orchestrators -- --write',
  );
  process.exitCode = 1;
}
