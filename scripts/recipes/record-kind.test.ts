import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaVersion } from '#main/journal/worker/schema.ts';
import { addProgramClient } from './program-client.ts';
import { ProjectCopy } from './project-copy.ts';
import { recipes, reportChanges } from './recipes.ts';

const kind = `import { z } from 'zod';
import { endShape, recordKind, unobservedEnd } from './record-kind.ts';

const pollSchema = z.object({
  id: z.string(),
  at: z.number(),
  question: z.string(),
  votes: z.number(),
  ...endShape,
});
type Poll = z.infer<typeof pollSchema>;

/** A question that viewers voted on. */
export const poll = recordKind<Poll>({
  table: 'polls',
  since: ${schemaVersion + 1},
  schema: pollSchema,
  subject: ({ question }) => question,
  line: (record) => ({
    title: 'Poll',
    result: record.endedAt === null ? 'open' : 'over',
    message: \`\${record.question} \${record.votes} votes.\${unobservedEnd(record)}\`,
  }),
  interrupted: (record) => record,
});
`;

/** Writes records of the kind into the journal, then starts the whole program and reads them over the API. */
const programTest = `
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalThreads, keptRecord, openJournal } from '#main/journal/index.ts';
import { findProjectFiles } from '#main/platform/index.ts';
import { createSystemClock } from '#shared/kernel/index.ts';
import { openApi } from './testing/open-api.ts';
import { Programs } from './testing/programs.ts';

it('is kept in the journal, closed after a crash and read over the API', async () => {
  await using programs = new Programs();
  const clock = createSystemClock();
  const journal = await openJournal({
    file: join(programs.home, 'journal.db'),
    threads: createLocalThreads(findProjectFiles().journalWorker, clock),
    clock,
  });
  const at = Date.now() - 60_000;
  const over = { id: 'poll-1', at, question: 'Which game?', votes: 12, endedAt: at + 1_000 };
  journal.append({ kind: 'run', record: { from: at - 1_000, to: at + 5_000 } });
  journal.append(keptRecord('poll', over));
  journal.append(keptRecord('poll', { ...over, id: 'poll-2', at: at + 2_000, votes: 3, endedAt: null }));
  await journal.close();

  await using api = openApi(await programs.start({ mode: 'rehearsal' }));
  const query = { kind: 'poll', from: 0, before: Date.now() + 1_000, limit: 10, subject: 'Which game?' } as const;
  const lines = async () => {
    const { records } = await api.client.history.records(query);
    return records.map(({ kind, title, result, message }) => [kind, title, result, message]);
  };
  await expect.poll(async () => lines().catch(() => []), { timeout: 50_000, interval: 100 }).toEqual([
    ['poll', 'Poll', 'over', "Which game? 3 votes. It ended while Cuelight wasn't running."],
    ['poll', 'Poll', 'over', 'Which game? 12 votes.'],
  ]);
  const document: unknown = await api.openApi();
  expect(document).toMatchObject({
    paths: {
      '/history/records': {
        get: {
          parameters: expect.arrayContaining([
            expect.objectContaining({
              name: 'kind',
              schema: expect.objectContaining({ enum: expect.arrayContaining(['poll']) }),
            }),
          ]),
        },
      },
    },
  });
});
`;

const names = 'src/shared/model/history.ts';
const table = 'src/main/journal/records/index.ts';
const program = 'src/main/composition/polls.test.ts';

describe('another record kind', () => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = new ProjectCopy();
    copy.add('src/main/journal/records/poll.ts', kind);
    copy.edit(names, ["'outage', 'incident'] as const", "'outage', 'incident', 'poll'] as const"]);
    copy.edit(
      table,
      ['import { pipelineRun }', "import { poll } from './poll.ts';\nimport { pipelineRun }"],
      ['outage, incident } satisfies', 'outage, incident, poll } satisfies'],
    );
    addProgramClient(copy);
    copy.addScratch(program, programTest.trimStart());
  });
  afterAll(() => copy[Symbol.dispose]());

  it('passes the compiler in the whole program', async () => {
    expect(await copy.checkTypes(program, 'src/main/composition/index.ts')).toBe('');
  }, 400_000);

  it('is stored in the journal, closed after a crash, and read over the API, which describes it', async () => {
    // Also runs the tests of all kinds.
    const printed = await copy.runTests(program, 'src/main/journal/records/record-kinds.test.ts');
    expect(printed).toContain('is kept in the journal, closed after a crash and read over the API');
  }, 400_000);

  it('edits only the names of kinds and the table of kinds', () => {
    const changes = copy.changes();
    reportChanges('recordKind', changes);
    expect(changes).toEqual({
      added: ['src/main/journal/records/poll.ts'],
      edited: [table, names],
      renewed: [],
    });
    expect(changes.edited.length).toBeLessThanOrEqual(recipes.recordKind.limit);
  });
});
