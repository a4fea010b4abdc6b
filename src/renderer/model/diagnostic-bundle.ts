import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { DiagnosticBundle } from '#shared/model/index.ts';

export const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The largest unpacked size of our own files, whatever a file claims. */
const unpack = async (bytes: Uint8Array<ArrayBuffer>, mostBytes: number): Promise<string | null> => {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of unpacked) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

/** Reads a file of unknown origin. Returns a sentence when it cannot be opened. */
export const readDiagnosticBundle = async (
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Result<DiagnosticBundle, string>> => {
  const refuse = (reason: string) => err(`This diagnostic bundle can't be opened: ${reason}.`);
  const { maxBundleBytes, parseDiagnosticBundle } = await import('./parse-diagnostic-bundle.ts');
  let text: string | null;
  try {
    text = await unpack(bytes, maxBundleBytes);
  } catch {
    return refuse('the file is damaged or of another kind');
  }
  if (text === null) return refuse('it unpacks to more than any bundle that Cuelight saves');
  const content = parseDiagnosticBundle(text);
  return content.ok ? ok(content.value) : refuse(content.error);
};
