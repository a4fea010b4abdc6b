// Stands by itself, so that schemas are fetched only when a file is opened.
export { maxBundleBytes, parseDiagnosticBundle } from '#shared/model/diagnostic-bundle.ts';
