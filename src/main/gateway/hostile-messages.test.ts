import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGatewayRig } from './testing/contract-suite.ts';
import { isClientMessage, maxMessageLength, type PeerChannel } from './transports/peer-channel.ts';

/** A channel in memory whose other end belongs to an attacker. */
const createChannel = () => {
  const sent: string[] = [];
  let deliver: (data: unknown) => void = () => undefined;
  let closed = false;
  const channel: PeerChannel = {
    send: (text) => {
      sent.push(text);
      return Promise.resolve();
    },
    onMessage: (listener) => {
      deliver = listener;
    },
    onClose: () => undefined,
    close: () => {
      closed = true;
    },
  };
  return { channel, sent, deliver: (data: unknown) => deliver(data), closed: () => closed };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('isClientMessage', () => {
  it.each<[string, unknown, boolean]>([
    ['a call', '{"i":"1","p":{"u":"/system/version"}}', true],
    ['a call with an input', '{"i":"1","p":{"u":"/chat/recent","b":{"json":{"limit":5}}}}', true],
    ['a call that resumes', '{"i":"1","p":{"u":"/chat/watch","h":{"last-event-id":"run/5"}}}', true],
    ['taking a call back', '{"i":"1","t":4}', true],
    ['an object', { i: '1', p: { u: '/system/version' } }, false],
    ['bytes', new Uint8Array([123, 125]), false],
    ['nothing', undefined, false],
    ['no JSON', '{', false],
    ['a call without an id', '{"p":{"u":"/system/version"}}', false],
    ['a call whose id is a number', '{"i":1,"p":{"u":"/system/version"}}', false],
    ['a call to another server', '{"i":"1","p":{"u":"http://evil.test/"}}', false],
    ['a call with a file', '{"i":"1","p":{"u":"/x","h":{"content-disposition":"attachment"}}}', false],
    ['a call with a stream', '{"i":"1","p":{"u":"/x","h":{"content-type":"text/event-stream"}}}', false],
    ['a chunk of a stream', '{"i":"1","t":3,"p":{"e":"message","d":1}}', false],
    ['too much', JSON.stringify({ i: '1', p: { u: '/x', b: 'x'.repeat(maxMessageLength) } }), false],
  ])('%s: %j', (_what, data, expected) => {
    expect(isClientMessage(data)).toBe(expected);
  });
});

describe('messages from a connection', () => {
  it('are answered or end the connection, and throw nothing (T32)', async () => {
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', onRejection);
    const { gateway, ports } = createGatewayRig();
    const paths = [
      '/system/version',
      '/components/start',
      '/operations/do/chat.send',
      '/settings/patch',
      '/__proto__',
      '/x',
      '/',
    ];
    const call = fc.record({
      i: fc.string({ minLength: 1, maxLength: 5 }),
      p: fc.record({
        u: fc.constantFrom(...paths),
        b: fc.oneof(
          fc.anything(),
          fc.record({
            json: fc.anything(),
            meta: fc.array(fc.array(fc.anything(), { maxLength: 4 }), { maxLength: 4 }),
          }),
        ),
      }),
    });
    const message = fc.oneof(
      fc.string(),
      fc.json(),
      call.map((value) =>
        JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? '1' : inner)),
      ),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), async (messages) => {
        const peer = createChannel();
        using _connection = gateway.serve(peer.channel, { audience: 'owner', caller: 'test' });
        for (const data of messages) peer.deliver(data);
        await turn();
      }),
      { numRuns: 1_000, seed: 20_261_122 },
    );
    await turn();
    process.off('unhandledRejection', onRejection);
    await gateway.close();
    expect(rejections).toEqual([]);
    expect(ports.system.commands.filter(({ id }) => !id)).toEqual([]);
    expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
  });

  it.each([
    '{"i":"1","p":{"u":"/settings/patch","b":{"json":{"__proto__":{"polluted":1},"path":"x","values":{"__proto__":{"polluted":1}}}}}}',
    '{"i":"1","p":{"u":"/settings/patch","b":{"json":{"path":"x","values":{}},"meta":[[1,"__proto__","polluted"]]}}}',
    '{"i":"1","p":{"u":"/settings/patch","b":{"json":{"path":"x","values":{}},"meta":[[0,"constructor","prototype","polluted"]]}}}',
  ])('cannot pollute a prototype: %s', async (message) => {
    const { gateway } = createGatewayRig();
    const peer = createChannel();
    gateway.serve(peer.channel, { audience: 'owner', caller: 'test' });
    peer.deliver(message);
    for (let count = 0; count < 20 && peer.sent.length === 0; count += 1) await turn();
    expect(peer.sent.length).toBe(1);
    expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
    await gateway.close();
  });

  it.each(['a list', 'an object'])('cannot make the program walk %s of 3,000 levels', async (kind) => {
    const { gateway, logger } = createGatewayRig();
    const peer = createChannel();
    gateway.serve(peer.channel, { audience: 'owner', caller: 'test' });
    const [open, close] = kind === 'a list' ? ['[', ']'] : ['{"a":', '}'];
    const deep = `${open.repeat(3_000)}1${close.repeat(3_000)}`;
    peer.deliver(
      `{"i":"1","p":{"u":"/addresses/settings.patch","b":{"json":{"path":"x","values":{"a":${deep}}}}}}`,
    );
    for (let count = 0; count < 50 && peer.sent.length === 0; count += 1) await turn();
    expect(peer.sent.join()).toContain('BAD_REQUEST');
    expect(peer.sent.join()).toContain('nested deeper than 64 levels');
    expect(logger.lines('error')).toEqual([]);
    await gateway.close();
  });

  it('cannot open more than 64 calls and streams at once', async () => {
    const { gateway } = createGatewayRig();
    const peer = createChannel();
    gateway.serve(peer.channel, { audience: 'owner', caller: 'test' });
    for (let id = 0; id < 100; id += 1)
      peer.deliver(`{"i":"${id}","p":{"u":"/events/watch","b":{"json":{}}}}`);
    for (let count = 0; count < 50; count += 1) await turn();
    expect(peer.sent.filter((text) => text.includes('TOO_MANY_REQUESTS'))).toHaveLength(36);
    peer.deliver('{"i":"0","t":4}');
    await turn();
    peer.deliver('{"i":"again","p":{"u":"/system/version"}}');
    for (let count = 0; count < 20; count += 1) await turn();
    expect(peer.sent.at(-1)).toContain('cuelight');
    await gateway.close();
  });
});
