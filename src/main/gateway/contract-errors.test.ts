import { ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import {
  createCountingIds,
  createRedactor,
  Fault,
  type FailureKind,
  type FaultStatus,
} from '#shared/kernel/index.ts';
import { contractCodeOf, ErrorReporter } from './contract-errors.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';

describe('contractCodeOf', () => {
  it.each<[FailureKind, FaultStatus | undefined, string]>([
    ['configuration', 'not-found', 'NOT_FOUND'],
    ['transient', 'not-found', 'NOT_FOUND'],
    ['transient', 'conflict', 'CONFLICT'],
    ['configuration', 'conflict', 'CONFLICT'],
    ['transient', 'timed-out', 'TIMED_OUT'],
    ['configuration', 'timed-out', 'TIMED_OUT'],
    ['transient', undefined, 'UNAVAILABLE'],
    ['dependency', undefined, 'UNAVAILABLE'],
    ['authentication', undefined, 'REFUSED'],
    ['configuration', undefined, 'REFUSED'],
    ['defect', undefined, 'INTERNAL'],
  ])('maps a fault of the kind %s with the status %s to %s', (kind, status, expected) => {
    expect(contractCodeOf({ kind, status })).toBe(expected);
  });

  it('does not derive the answer from the fault code: an OBS that was never found is unavailable', () => {
    expect(contractCodeOf(new Fault('obs.not-found', 'OBS was not found.', { kind: 'transient' }))).toBe(
      'UNAVAILABLE',
    );
  });
});

describe('ErrorReporter', () => {
  const report = (thrown: unknown) => {
    const logger = createRecordingLogger();
    return { logger, error: new ErrorReporter(logger, createCountingIds()).answer(thrown, ['chat', 'send']) };
  };

  it('keeps the message and the data of an expected fault', () => {
    const fault = new Fault('obs.not-connected', 'OBS is not connected.', {
      kind: 'transient',
      action: { kind: 'retry', label: 'Try again' },
      details: { port: 4455 },
      cause: new Error('ECONNREFUSED'),
    });
    const { error, logger } = report(fault);
    expect(error.toJSON()).toEqual({
      defined: true,
      code: 'UNAVAILABLE',
      status: 503,
      message: 'OBS is not connected.',
      data: {
        fault: 'obs.not-connected',
        kind: 'transient',
        retryable: true,
        action: { kind: 'retry', label: 'Try again' },
        details: { port: 4455 },
      },
    });
    expect(logger.lines()).toEqual([]);
  });

  it('redacts secrets in the data of a fault but not our own words', () => {
    const logger = createRecordingLogger();
    const redactor = createRedactor();
    redactor.addSecret('tR4xq9LmZ2bK7vWd');
    redactor.addSecret('copy');
    const fault = new Fault('obs.refused', 'OBS rejected the password. Copy it: tR4xq9LmZ2bK7vWd', {
      kind: 'authentication',
      details: { said: 'ws://me:copy@127.0.0.1' },
    });
    const error = new ErrorReporter(logger, createCountingIds(), redactor).answer(fault, ['obs']);
    expect(error.message).toBe('OBS rejected the password. Copy it: [redacted]');
    expect(error.data).toMatchObject({ details: { said: 'ws://me:[redacted]@127.0.0.1' } });
  });

  it.each([
    ['an error', new TypeError('secret at file.ts:1')],
    ['a defect', new Fault('core.broken', 'secret', { kind: 'defect' })],
    ['a text', 'secret'],
    ['nothing', undefined],
    ['an answer that breaks the contract', new ORPCError('INTERNAL_SERVER_ERROR', { message: 'secret' })],
  ])('returns only an id for %s and logs the rest', (_what, thrown) => {
    const { error, logger } = report(thrown);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(error.toJSON()).toMatchObject({
      code: 'INTERNAL',
      status: 500,
      data: { details: { id: 'id-000001' } },
    });
    expect(logger.lines('error')).toMatchObject([
      { error: thrown, fields: { id: 'id-000001', procedure: 'chat.send' } },
    ]);
  });
});
