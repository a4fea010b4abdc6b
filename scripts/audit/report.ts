import type { AuditReport, OrchestratorAudit } from './audit.ts';
import { advice, behaviours } from './behaviours.ts';

const count = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`;

const table = (rows: readonly (readonly string[])[]): string => {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const ancestry = ({ inherits, ancestors }: OrchestratorAudit): string => {
  if (inherits) return ancestors.join(' < ');
  return ancestors.length === 0 ? 'none' : `not the base: ${ancestors.join(' < ')}`;
};

/** Formats the report for people: a table, the problems with advice, and a summary line. */
export const describeAudit = ({ orchestrators, empty, topics }: AuditReport): string => {
  const rows = [
    ['orchestrator', ...behaviours, 'extends'],
    ...orchestrators.map((each) => [
      each.name,
      ...behaviours.map((behaviour) => each.origins[behaviour]),
      ancestry(each),
    ]),
  ];
  const outside = orchestrators.filter(({ inherits }) => !inherits);
  const problems = [
    ...outside.map(
      ({ file, line, name }) => `${file}:${line}: ${name} does not extend the base: extend BaseOrchestrator`,
    ),
    ...empty.map((folder) => `${folder}: no orchestrator found: it is a library, or it is unfinished`),
    ...orchestrators.flatMap(({ name, findings }) =>
      findings.map(
        ({ file, line, behaviour, what }) =>
          `${file}:${line}: ${name} ${what} (${behaviour}): ${advice[behaviour]}`,
      ),
    ),
    ...topics.map(({ file, line, what }) => `${file}:${line}: ${what}`),
  ];
  const repeated = orchestrators.reduce((sum, { findings }) => sum + findings.length, 0);
  const overlapping = behaviours.filter((behaviour) =>
    orchestrators.some(({ origins }) => origins[behaviour] === 'own'),
  );
  return [
    table(rows),
    '',
    ...problems,
    ...(problems.length > 0 ? [''] : []),
    [
      `${count(orchestrators.length, 'orchestrator', 'orchestrators')}: ${orchestrators.length - outside.length} extend the base, ${outside.length} do not`,
      `${count(repeated, 'place repeats', 'places repeat')} the base, in ${overlapping.length} of ${behaviours.length} areas`,
    ].join('; '),
  ].join('\n');
};
