import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { securityItems } from '#shared/model/index.ts';
import { createCheckedProgram, type CheckedProgramOptions } from '../testing/checked-program.ts';
import { goodFuses, runTimePlants, writeBinary } from '../testing/planted-at-run-time.ts';
import { checkElectron } from './electron-self-check.ts';

// Created before the tests are listed, because the plants need it.
const folder = mkdtempSync(join(tmpdir(), 'cuelight-self-check-'));
const renderer = join(folder, 'renderer');

beforeAll(() => {
  mkdirSync(renderer);
  writeFileSync(join(renderer, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'package.json'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

const check = async (options: Omit<CheckedProgramOptions, 'renderer'> = {}) =>
  checkElectron(createCheckedProgram({ renderer, ...options }).parts);

describe('the check of a running Electron', () => {
  it('proves every item of a program with all guards', async () => {
    const verdicts = await check({
      after: ({ parts }) =>
        void Object.assign(parts, { isPackaged: true, execPath: writeBinary(folder, goodFuses) }),
    });
    expect(Object.fromEntries([...verdicts].filter(([, { outcome }]) => outcome !== 'proved'))).toEqual({});
    expect(verdicts.size).toBe(securityItems.length);
  });

  it.each(runTimePlants(folder))('item $item: finds $what', async ({ item, ...plant }) => {
    expect((await check(plant)).get(item)).toMatchObject({ outcome: 'failed' });
  });

  it('writes no warning about the guards that it tries', async () => {
    const { parts } = createCheckedProgram({ renderer });
    const warnings: string[] = [];
    await checkElectron({ ...parts, logger: { ...parts.logger, warning: (line) => warnings.push(line) } });
    expect(warnings).toEqual([]);
    expect(parts.quiet.isOn).toBe(false);
  });

  it('does not know what cannot be determined', async () => {
    const verdicts = await check({
      after: (program) => {
        program.isSandboxed = null;
        Object.assign(program.contents, {
          executeJavaScript: () => Promise.reject(new Error('the page is gone')),
          getLastWebPreferences: undefined,
        });
        Object.assign(program.parts, {
          electronVersion: '46.0.0',
          isPackaged: true,
          execPath: join(folder, 'nothing'),
          fetch: () => Promise.reject(new Error('net::ERR_FAILED')),
        });
      },
    });
    const unknown = [...verdicts].filter(([, { outcome }]) => outcome === 'unknown').map(([item]) => item);
    expect(unknown.toSorted((one, other) => one - other)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 18, 19, 20,
    ]);
    expect([...verdicts.values()].filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const silent = [2, 5, 11, 14, 20].map((item) => verdicts.get(item)?.evidence);
    expect(new Set(silent)).toEqual(new Set(['A page did not answer the security check.']));
    const unreported = [3, 6, 8, 9, 10].map((item) => verdicts.get(item)?.evidence);
    expect(new Set(unreported)).toEqual(
      new Set(['This Electron does not report the preferences of a page.']),
    );
  });

  it('gives up on a page that never answers, and ends its quiet period', async () => {
    const clock = createFakeClock();
    const { parts } = createCheckedProgram({
      renderer,
      after: (program) => {
        Object.assign(program.contents, { executeJavaScript: () => new Promise(() => undefined) });
        program.parts = { clock };
      },
    });
    const checked = checkElectron(parts);
    await clock.advance(10_000);
    expect((await checked).get(20)).toEqual({
      outcome: 'unknown',
      evidence: 'A page did not answer the security check.',
    });
    expect(parts.quiet.isOn).toBe(false);
  });

  it('does not know about pages while no window is open', async () => {
    const verdicts = await check({
      after: ({ parts }) => void Object.assign(parts, { allContents: () => [] }),
    });
    expect(verdicts.get(13)).toEqual({ outcome: 'unknown', evidence: 'No window is open.' });
    expect(verdicts.get(17)).toMatchObject({ outcome: 'proved' });
  });

  it('does not apply to the page of a development server, nor to fuses of an unpackaged program', async () => {
    const verdicts = await check({
      after: ({ parts }) => void Object.assign(parts, { isDevelopmentPage: true }),
    });
    const skipped = [...verdicts]
      .filter(([, { outcome }]) => outcome === 'not-applicable')
      .map(([item]) => item);
    expect(skipped.toSorted((one, other) => one - other)).toEqual([1, 7, 18, 19]);
  });
});
