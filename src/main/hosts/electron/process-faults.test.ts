import { expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { watchProcessFaults } from './process-faults.ts';
import { createFake, createRecordingLogger } from './testing/fakes.ts';

const setUp = () => {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const ends: boolean[] = [];
  const program = createFake<NodeJS.Process>();
  const topics: string[] = [];
  watchProcessFaults({
    process: program,
    clock,
    logger,
    report: ({ topic }) => topics.push(topic.name),
    end: (restart) => ends.push(restart),
  });
  return { clock, logger, ends, topics, program };
};

it('records an unhandled rejection and continues', () => {
  const { program, logger, ends, topics } = setUp();
  program.emit('unhandledRejection', new Error('lost'));
  expect(logger.lines).toMatchObject([{ level: 'error' }]);
  expect(topics).toEqual(['host.promise-rejected']);
  expect(ends).toEqual([]);
});

it('stops and restarts once after an uncaught exception', async () => {
  const { program, clock, ends, topics } = setUp();
  await clock.advance(60_000);
  program.emit('uncaughtException', new Error('broken'));
  program.emit('uncaughtException', new Error('broken again while stopping'));
  expect(ends).toEqual([true]);
  expect(topics).toEqual(['host.crashed']);
});

it('does not restart after a crash right after the start', () => {
  const { program, ends } = setUp();
  program.emit('uncaughtException', new Error('broken'));
  expect(ends).toEqual([false]);
});
