import { describe, expect, it } from 'vitest';
import { createRedactor } from '#shared/kernel/index.ts';
import { CorrelationContext } from '../events/correlation.ts';
import { createRecordingLogger } from '../testing/index.ts';
import { ComponentLogger } from './component-logger.ts';

const build = () => {
  const time = { now: 0 };
  const target = createRecordingLogger();
  const correlation = new CorrelationContext();
  const logger = new ComponentLogger({
    target,
    correlation,
    redactor: createRedactor(),
    monotonic: () => time.now,
  });
  return { logger, correlation, time, lines: target.lines };
};

describe('the logger of a component', () => {
  it('writes every level unchanged, with its fields', () => {
    const { logger, lines } = build();
    const thrown = new Error('no');
    logger.debug('a', { n: 1 });
    logger.info('b', { n: 2 });
    logger.warning('c', { n: 3 });
    logger.error('d', thrown, { n: 4 });
    expect(lines.map(({ level, message, fields, error }) => [level, message, fields, error])).toEqual([
      ['debug', 'a', { n: 1 }, undefined],
      ['info', 'b', { n: 2 }, undefined],
      ['warning', 'c', { n: 3 }, undefined],
      ['error', 'd', { n: 4 }, thrown],
    ]);
  });

  it('redacts secrets in the line and in its fields', () => {
    const { logger, lines } = build();
    logger.info('password=swordfish', { nested: { token: 'swordfish' } });
    expect(JSON.stringify(lines)).not.toContain('swordfish');
  });

  it('adds the correlation and the cause', () => {
    const { logger, correlation, lines } = build();
    logger.info('outside');
    correlation.run({ correlationId: 'c-1', causeId: null, depth: 1 }, () => logger.info('begins'));
    correlation.run({ correlationId: 'c-1', causeId: 'e-1', depth: 2 }, () =>
      logger.info('follows', { n: 1 }),
    );
    expect(lines.map(({ fields }) => fields)).toEqual([
      {},
      { correlationId: 'c-1' },
      { n: 1, correlationId: 'c-1', causeId: 'e-1' },
    ]);
  });

  it('counts a line that repeats the last one, and writes the count with the next one', () => {
    const { logger, lines } = build();
    for (const text of ['away', 'away', 'away', 'back', 'away']) logger.warning(text);
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ['away', {}],
      ['back', { previousLineRepeated: 2 }],
      ['away', {}],
    ]);
  });

  it.each([
    ['debug', (logger: ComponentLogger) => logger.debug('x')],
    ['info', (logger: ComponentLogger) => logger.info('x')],
    ['warning', (logger: ComponentLogger) => logger.warning('x')],
    ['error', (logger: ComponentLogger) => logger.error('x', null)],
  ])('counts repeats at level %s', (_, write) => {
    const { logger, lines } = build();
    write(logger);
    write(logger);
    expect(lines).toHaveLength(1);
  });

  it('writes a repeated line again after ten seconds', () => {
    const { logger, lines, time } = build();
    time.now = 60_000;
    logger.info('away');
    time.now = 69_999;
    logger.info('away');
    expect(lines).toHaveLength(1);
    time.now = 70_000;
    logger.info('away');
    expect(lines.map(({ fields }) => fields)).toEqual([{}, { previousLineRepeated: 1 }]);
  });

  it('does not count the same text at another level as a repeat', () => {
    const { logger, lines } = build();
    logger.debug('away');
    logger.info('away');
    logger.warning('away');
    logger.error('away', null);
    expect(lines.map(({ level }) => level)).toEqual(['debug', 'info', 'warning', 'error']);
  });

  it('has a child logger with a name and its own repeat count', () => {
    const { logger, lines } = build();
    logger.info('away');
    logger.child('socket').info('away');
    expect(lines.map(({ logger: name }) => name)).toEqual(['test', 'test.socket']);
  });
});
