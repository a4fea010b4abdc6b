import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ruleName, type LongFunction } from './exceptions.ts';

const oxlint = join(import.meta.dirname, '../../node_modules/oxlint/bin/oxlint');

const reportSchema = z.object({
  number_of_files: z.int(),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      filename: z.string(),
      labels: z.tuple([z.object({ span: z.object({ line: z.int() }) })]),
    }),
  ),
});

const tooLong = /has too many lines \((?<lines>\d+)\)/;

/**
 * Measures functions with the linter itself, so that both count lines in the same way. Returns those over
 * `most` lines. Throws when a file can't be read.
 */
export const measureLongFunctions = (
  root: string,
  files: readonly string[],
  most: number,
): readonly LongFunction[] => {
  if (files.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'cuelight-long-functions-'));
  try {
    const configuration = join(folder, 'oxlintrc.json');
    const rule = ['error', { max: most, skipBlankLines: true, skipComments: true }];
    writeFileSync(
      configuration,
      JSON.stringify({ plugins: [], categories: { correctness: 'off' }, rules: { [ruleName]: rule } }),
    );
    const { stdout, stderr, error } = spawnSync(
      process.execPath,
      [oxlint, '--config', configuration, '--format', 'json', ...files],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (error) throw error;
    if (!stdout.startsWith('{')) throw new Error(`oxlint measured nothing: ${stdout}${stderr}`);
    const report = reportSchema.parse(JSON.parse(stdout));
    if (report.number_of_files !== files.length) {
      throw new Error(
        `oxlint read ${report.number_of_files} of these files: ${files.join(', ')}. Do all of them exist?`,
      );
    }
    return report.diagnostics.map(({ message, filename, labels: [{ span }] }) => {
      const lines = tooLong.exec(message)?.groups?.['lines'];
      if (lines === undefined) throw new Error(`${filename}: ${message}`);
      return { file: filename.replaceAll('\\', '/'), line: span.line, lines: Number(lines) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
