import type { Redaction } from '../model/redaction.ts';
import type { RpcLink } from './cuelight-client.ts';
import type { Transport } from './transport.ts';

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

async function* coverEach(stream: AsyncIterable<unknown>, redaction: Redaction): AsyncGenerator {
  for await (const frame of stream) yield redaction.cover(frame);
}

const coverFailure = (thrown: unknown, redaction: Redaction): unknown => {
  if (!(thrown instanceof Error)) return thrown;
  const covered = redaction.cover(thrown.message);
  if (typeof covered === 'string') thrown.message = covered;
  return thrown;
};

const redactedLink = (link: RpcLink, redaction: Redaction): RpcLink => ({
  call: async (path, input, options) => {
    try {
      const answer = await link.call(path, input, options);
      return isStream(answer) ? coverEach(answer, redaction) : redaction.cover(answer);
    } catch (thrown) {
      throw coverFailure(thrown, redaction);
    }
  },
});

/** Returns a transport that redacts everything from the host. */
export const redactTransport = (transport: Transport, redaction: Redaction): Transport => ({
  connect: async (signal) => {
    const result = await transport.connect(signal);
    return result.ok
      ? { ...result, value: { ...result.value, link: redactedLink(result.value.link, redaction) } }
      : result;
  },
});
