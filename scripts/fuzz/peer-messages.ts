/** Generated messages for connections: a message port and a WebSocket. */
import { type RandomSource } from '#shared/kernel/index.ts';
import type { FuzzedProcedure } from './procedures.ts';
import { anyValue, below, fittingValue, mutations, often, pick, toJson } from './values.ts';

export interface FuzzMessage {
  readonly kind: string;
  readonly data: unknown;
}

/** Longest frame that the program reads, in characters. */
const frameLimit = 64 * 1024;

/** Extra elements of an envelope's body, which the serializer of the contract interprets. */
const metas: readonly unknown[] = [
  [[1, '__proto__', 'polluted']],
  [[0, 'constructor', 'prototype', 'polluted']],
  [[99, 'a']],
  [[5, 'a', 'b', 'c']],
  [[2, 'json']],
  'text',
  [['x']],
  [[]],
  [null],
];

const bodyOf = (input: unknown, random: RandomSource): unknown => {
  const body = input === undefined ? {} : { json: input };
  return often(random, 0.1) ? { ...body, meta: pick(random, metas) } : body;
};

/** Returns a call of a procedure with a fitting or a mutated input. */
export const generateCall = (
  id: string,
  procedures: readonly FuzzedProcedure[],
  random: RandomSource,
): FuzzMessage => {
  const procedure = pick(random, procedures);
  const kind = pick(random, Object.keys(mutations));
  const fitting = procedure.input === null ? undefined : fittingValue(procedure.input, random);
  const input = mutations[kind]?.(fitting, random);
  const envelope = { i: id, p: { u: `/${procedure.path.join('/')}`, b: bodyOf(input, random) } };
  return { kind, data: toJson(envelope) };
};

/** True when the text is longer than the program reads, so that it ends the connection. */
export const isTooLong = ({ data }: FuzzMessage): boolean =>
  typeof data === 'string' && data.length > frameLimit;

type Broken = (call: string, random: RandomSource) => unknown;

const envelopeWith =
  (change: (envelope: { i: unknown; p: Record<string, unknown> }, random: RandomSource) => object): Broken =>
  (_call, random) =>
    toJson(change({ i: 'raw', p: { u: '/system/version', b: {} } }, random));

/** Broken frames by kind, as text. */
const brokenTexts: Readonly<Record<string, Broken>> = {
  'truncated JSON': (call, random) => call.slice(0, below(random, call.length)),
  'cut in the middle': (call, random) => call.slice(below(random, call.length)),
  'no JSON': (_, random) => pick(random, ['', ' ', '{', 'undefined', '\u0000', '<xml/>', 'NaN', '\uFEFF{}']),
  'other JSON': (_, random) => toJson(anyValue(random)),
  'too long': (_, random) =>
    `{"i":"raw","p":{"u":"/x","b":"${'x'.repeat(frameLimit + below(random, 4_096))}"}}`,
  'wrong id': envelopeWith((envelope, random) => ({
    ...envelope,
    i: pick<unknown>(random, [1, '', null, 'x'.repeat(65), ['a'], {}]),
  })),
  'no id': () => '{"p":{"u":"/system/version"}}',
  'wrong address': envelopeWith((envelope, random) => ({
    ...envelope,
    p: {
      ...envelope.p,
      u: pick<unknown>(random, [
        'http://evil.test/',
        '//evil.test/x',
        '/',
        '/x',
        '/__proto__',
        '/constructor/prototype',
        '/system/__proto__/version',
        '/%',
        '/%00',
        '/%ff%fe',
        '/system%2fversion',
        '/../..',
        '/system/version?x=1#y',
        `/${'a'.repeat(2_000)}`,
        '/\\\\evil',
        7,
        null,
      ]),
    },
  })),
  'extra header': envelopeWith((envelope, random) => ({
    ...envelope,
    p: {
      ...envelope.p,
      h: pick<unknown>(random, [
        { 'content-type': 'text/event-stream' },
        { 'content-disposition': 'attachment; filename="x"' },
        { cookie: 'a=b' },
        { 'last-event-id': 'x'.repeat(300) },
        { 'last-event-id': '__proto__/1e400' },
        ['x'],
        'text',
      ]),
    },
  })),
  'stream to the server': (_, random) =>
    toJson({ i: 'raw', t: 3, p: { e: pick(random, ['message', 'error', 'done']), d: anyValue(random) } }),
  'unknown type': (_, random) => toJson({ i: 'raw', t: pick(random, [0, 1, 2, 5, -1, '4']), p: {} }),
  cancellation: () => '{"i":"raw","t":4}',
  'extra field': envelopeWith((envelope, random) => ({
    ...envelope,
    [pick(random, ['x', 't', 'toJSON'])]: 1,
  })),
  'a method': envelopeWith((envelope, random) => ({
    ...envelope,
    p: { ...envelope.p, m: pick(random, ['GET', 'DELETE', '', 1]) },
  })),
};

const withItself = (): object => {
  const loop: Record<string, unknown> = { i: 'raw' };
  loop['p'] = loop;
  return loop;
};

/** Values that are no text: a message port clones them, a socket sends bytes. */
const structures: readonly ((random: RandomSource) => unknown)[] = [
  withItself,
  () => ({ data: withItself() }),
  () => new Map([['i', 'raw']]),
  () => new Date(0),
  () => 10n ** 40n,
  () => new Error('x'),
  () => /x/,
  () => [undefined, null, Number.NaN],
  () => Number.NaN,
  () => undefined,
  () => null,
  () => ({ i: 'raw', p: { u: '/system/version' } }),
  () => ({ __proto__: null, i: 'raw' }),
  (random) => new Uint8Array(below(random, 4_096)),
  () => new ArrayBuffer(8),
  (random) => anyValue(random),
];

/** Returns bytes: random ones, or a text that is no UTF-8. */
export const generateBytes = (random: RandomSource): Uint8Array => {
  const bytes = new Uint8Array(below(random, 512));
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = below(random, 256);
  return bytes;
};

/**
 * Returns a frame that is not a call in the form of the contract. `structured` allows values besides text.
 */
export const generateBroken = (call: string, random: RandomSource, structured: boolean): FuzzMessage => {
  const kinds = Object.keys(brokenTexts);
  const index = below(random, kinds.length + 2);
  const kind = kinds[index];
  if (kind !== undefined) return { kind, data: brokenTexts[kind]?.(call, random) };
  return structured && index === kinds.length
    ? { kind: 'structure', data: pick(random, structures)(random) }
    : { kind: 'bytes', data: generateBytes(random) };
};
