/**
 * The headless host with an application in memory:
 * `MISBEHAVIOUR=… RENDERER=… node fake-headless.ts [options]`.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runHeadlessHost } from '../headless-host.ts';
import { createFakeApplication, type Misbehaviour } from './fake-application.ts';

const misbehaviours: readonly Misbehaviour[] = [
  'hangs-on-build',
  'hangs-on-start',
  'hangs-on-stop',
  'crashes',
  'forgets-a-promise',
  'stops-with-fault',
];
const asked = process.env['MISBEHAVIOUR'];

process.exit(
  await runHeadlessHost({
    argv: process.argv.slice(2),
    process,
    buildApplication: createFakeApplication(misbehaviours.find((name) => name === asked)),
    version: '0.0.0-test',
    rendererDirectory: process.env['RENDERER'] ?? mkdtempSync(join(tmpdir(), 'cuelight-renderer-')),
  }),
);
