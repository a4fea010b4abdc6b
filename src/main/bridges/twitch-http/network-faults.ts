import { errorCodeOf, Fault } from '#shared/kernel/index.ts';

/** Returns the fault of a Twitch that is unreachable or has an outage. The sign-in is not affected. */
export const unreachable = (message: string, cause?: unknown, retryAfterMs?: number): Fault =>
  new Fault('twitch.unreachable', message, {
    kind: 'transient',
    action: { kind: 'retry', label: 'Retry now' },
    ...(cause === undefined ? {} : { cause }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

/** Wait after a certificate error, which nobody fixes within seconds. */
const certificateWaitMs = 60_000;
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** Returns the innermost error code: `fetch` and happy eyeballs wrap the original error. */
const innermostCode = (error: unknown): string | null => {
  if (error instanceof AggregateError && error.errors.length > 0) return innermostCode(error.errors[0]);
  if (!(error instanceof Error)) return null;
  return (error.cause === undefined ? null : innermostCode(error.cause)) ?? errorCodeOf(error);
};

/**
 * Describes a network failure. Names the host, but neither the address nor any secret. `words` describes a
 * failure without a code.
 */
export const faultOfNetworkError = (error: unknown, host: string, words = ''): Fault => {
  const code = innermostCode(error) ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`${host} can’t be found. Check the network connection.`, error);
  if (code === 'ECONNREFUSED')
    return unreachable(`${host} is refusing connections. Check the network connection, or try later.`, error);
  if (certificateCodes.test(code)) {
    return unreachable(
      `The certificate of ${host} isn’t trusted (${code}). Check the clock of this computer, and any software that inspects its network.`,
      error,
      certificateWaitMs,
    );
  }
  if (code === 'ETIMEDOUT' || /timed out/i.test(words))
    return unreachable(`${host} didn’t answer in time. Check the network connection.`, error);
  const known = code || words;
  return unreachable(`The connection to ${host} was lost${known === '' ? '' : ` (${known})`}.`, error);
};

/** Returns the fault of a web page in place of an API answer: the network answers in Twitch's place. */
export const webPageInstead = (host: string, status?: number): Fault =>
  unreachable(
    `The network answered in place of ${host} with a web page${status === undefined ? '' : ` (HTTP ${status})`}. If the network has a sign-in page, sign in there.`,
  );

/** Returns the fault of a WebSocket upgrade answered with plain HTTP. */
export const refusedUpgrade = (status: number, host: string): Fault =>
  status < 400
    ? webPageInstead(host, status)
    : unreachable(`${host} refused the connection (HTTP ${status}). Twitch may be down. Try later.`);
