import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formatIncident, type IncidentContent } from '#shared/model/incident-file.ts';
import { bytesOfBase64, readIncident } from './incident-file.ts';

const content: IncidentContent = {
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

test('a file that Cuelight wrote is read', async () => {
  expect(await readIncident(file(formatIncident(content)))).toEqual({ ok: true, value: content });
});

test.each([
  { name: 'nothing at all', given: bytes(Buffer.alloc(0)), expected: 'damaged, or another kind' },
  { name: 'no gzip', given: bytes(Buffer.from('hello')), expected: 'damaged, or another kind' },
  {
    name: 'a cut file',
    given: bytes(gzipSync(formatIncident(content)).subarray(0, 60)),
    expected: 'damaged',
  },
  { name: 'no JSON', given: file('hello'), expected: 'damaged, or another kind' },
  { name: 'another kind of JSON', given: file('{"format":"other"}'), expected: 'another kind of file' },
  {
    name: 'a newer format',
    given: file('{"format":"cuelight-incident","version":99}'),
    expected: 'a newer Cuelight made it',
  },
  {
    name: 'content of the wrong form',
    given: file(formatIncident({ ...content, madeAt: Number.NaN })),
    expected: '"madeAt" is not valid',
  },
])('$name is refused with its reason', async ({ given, expected }) => {
  const read = await readIncident(given);
  expect(read.ok ? '' : read.error).toContain(expected);
});

test('a bomb is given up before it fills the memory', async () => {
  const read = await readIncident(bytes(gzipSync(Buffer.alloc(140 * 1024 * 1024, 0x20))));
  expect(read).toEqual({
    ok: false,
    error:
      'This is not an incident file that can be opened: it unpacks to more than any that Cuelight writes.',
  });
}, 60_000);
