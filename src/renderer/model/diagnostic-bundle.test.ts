import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { formatDiagnosticBundle, type DiagnosticBundle } from '#shared/model/diagnostic-bundle.ts';
import { healthyComponent } from '#shared/model/testing/healthy-component.ts';
import { bytesOfBase64, readDiagnosticBundle } from './diagnostic-bundle.ts';

const content: DiagnosticBundle = {
  madeAt: 3,
  from: 1,
  to: 2,
  versions: { cuelight: '0.1.0' },
  components: [],
  edges: [],
  before: [],
  transitions: [],
  events: [],
  eventsCut: false,
  chat: [],
  settings: {},
};

const bytes = (packed: Buffer): Uint8Array<ArrayBuffer> => bytesOfBase64(packed.toString('base64'));
const file = (text: string): Uint8Array<ArrayBuffer> => bytes(gzipSync(text));

it('reads a file that Cuelight wrote', async () => {
  expect(await readDiagnosticBundle(file(formatDiagnosticBundle(content)))).toEqual({
    ok: true,
    value: content,
  });
});

it('reads the components of a file from version 0.1, whose desired state had another name', async () => {
  const { desired, ...rest } = healthyComponent('obs', { desired: 'stopped' });
  const text = JSON.stringify({
    format: 'cuelight-incident',
    version: 1,
    content: { ...content, components: [{ ...rest, wanted: desired }] },
  });
  const read = await readDiagnosticBundle(file(text));
  expect(read.ok && read.value.components).toEqual([{ ...rest, desired: 'stopped' }]);
});

it.each([
  { name: 'nothing at all', given: bytes(Buffer.alloc(0)), expected: 'damaged or of another kind' },
  { name: 'no gzip', given: bytes(Buffer.from('hello')), expected: 'damaged or of another kind' },
  {
    name: 'a cut file',
    given: bytes(gzipSync(formatDiagnosticBundle(content)).subarray(0, 60)),
    expected: 'damaged',
  },
  { name: 'no JSON', given: file('hello'), expected: 'damaged or of another kind' },
  { name: 'another kind of JSON', given: file('{"format":"other"}'), expected: 'of another kind' },
  {
    name: 'a newer format',
    given: file('{"format":"cuelight-incident","version":99}'),
    expected: 'a newer version of Cuelight saved it',
  },
  {
    name: 'content of the wrong form',
    given: file(formatDiagnosticBundle({ ...content, madeAt: Number.NaN })),
    expected: '"madeAt" is not valid',
  },
])('refuses $name with its reason', async ({ given, expected }) => {
  const read = await readDiagnosticBundle(given);
  expect(read.ok ? '' : read.error).toContain(expected);
});

it('rejects a decompression bomb before it fills the memory', async () => {
  const read = await readDiagnosticBundle(bytes(gzipSync(Buffer.alloc(140 * 1024 * 1024, 0x20))));
  expect(read).toEqual({
    ok: false,
    error: "This diagnostic bundle can't be opened: it unpacks to more than any bundle that Cuelight saves.",
  });
}, 60_000);
