// A file of its own, so that the schemas load only when a bundle is opened.
export { maxBundleBytes, parseDiagnosticBundle } from '#shared/model/diagnostic-bundle.ts';
