/**
 * `npm run audit:orchestrators`: reports which of the eight behaviours each orchestrator inherits from
 * BaseOrchestrator, and which it reimplements. Fails when an orchestrator doesn't extend the base or repeats
 * it, when a topic doesn't match the catalogue, and when a manifest or settings section is missing, listed
 * twice or declared outside its owner's folder. `--json` prints the report as data; `--write` updates the
 * table of topics in the docs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auditOrchestrators } from './audit/audit.ts';
import { auditManifests, describeManifestFindings } from './audit/manifests.ts';
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

// The table always comes from this program's catalogue, whatever source is audited.
const document = resolve(import.meta.dirname, '../docs/subjects/topics.md');
const written = readFileSync(document, 'utf8');
const renewed = placeTopics(written, topics);
if (values.write) writeFileSync(document, renewed);
else if (written !== renewed) {
  console.error('docs/subjects/topics.md is out of date: run npm run audit:orchestrators -- --write');
  process.exitCode = 1;
}
