import { gzipSync } from 'node:zlib';
import { formatDiagnosticBundle, type DiagnosticBundle } from '#shared/model/index.ts';

export const encodeDiagnosticBundle = (content: DiagnosticBundle): Buffer =>
  gzipSync(formatDiagnosticBundle(content));
