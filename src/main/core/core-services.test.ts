import { describe, expect, it } from 'vitest';
import { createCoreServices } from './index.ts';
import { createCoreHarness } from './testing/index.ts';
import { happened } from './testing/happened.ts';

describe('the services that all orchestrators share', () => {
  it('keep ten thousand events by default, or the configured number', () => {
    const { options } = createCoreHarness();
    const few = createCoreServices({ ...options, historySize: 2 });
    const many = createCoreServices(options);
    for (const { bus } of [few, many])
      for (let count = 0; count < 10_001; count++)
        bus.emit('test', happened('test.counted', { message: `${count}` }));
    expect(few.bus.recent('*', 20_000).map(({ message }) => message)).toEqual(['9999', '10000']);
    expect(many.bus.recent('*', 20_000)).toHaveLength(10_000);
  });

  it('count a repeated log line for ten seconds', async () => {
    const { clock, lines, createServices } = createCoreHarness();
    const logger = createServices().loggerFor('obs');
    logger.info('It is slow');
    await clock.advance(9_999);
    logger.info('It is slow');
    expect(lines).toHaveLength(1);
    await clock.advance(1);
    logger.info('It is slow');
    expect(lines).toMatchObject([
      { logger: 'test.obs', message: 'It is slow' },
      { logger: 'test.obs', fields: { previousLineRepeated: 1 } },
    ]);
  });
});
