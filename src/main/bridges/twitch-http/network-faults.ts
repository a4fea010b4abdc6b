import { errorCodeOf, Fault } from '#shared/kernel/index.ts';

/** Twitch cannot be reached, or is in trouble of its own. Nothing is known about the sign-in. */
export const unreachable = (message: string, cause?: unknown, retryAfterMs?: number): Fault =>
  new Fault('twitch.unreachable', message, {
    kind: 'transient',
    action: { kind: 'retry', label: 'Try Twitch again' },
    ...(cause === undefined ? {} : { cause }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

/** Certificates do not mend themselves within seconds. */
const certificateWaitMs = 60_000;
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** The code nearest to the wire: `fetch` and happy eyeballs wrap the error that says what happened. */
const innermostCode = (error: unknown): string | null => {
  if (error instanceof AggregateError && error.errors.length > 0) return innermostCode(error.errors[0]);
  if (!(error instanceof Error)) return null;
  return (error.cause === undefined ? null : innermostCode(error.cause)) ?? errorCodeOf(error);
};

/**
 * A failure of the network in words. The host is named, the address and any secret are not. `words` says what is known of a
 * failure that has no code.
 */
export const faultOfNetworkError = (error: unknown, host: string, words = ''): Fault => {
  const code = innermostCode(error) ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`The name ${host} cannot be found. Check this machine's network.`, error);
  if (code === 'ECONNREFUSED')
    return unreachable(`${host} refuses connections. Check the network or try later.`, error);
  if (certificateCodes.test(code)) {
    return unreachable(
      `The certificate of ${host} is not trusted (${code}). Check this machine's clock, or what inspects its network.`,
      error,
      certificateWaitMs,
    );
  }
  if (code === 'ETIMEDOUT' || /timed out/i.test(words))
    return unreachable(`${host} did not answer in time. Check this machine's network.`, error);
  const known = code || words;
  return unreachable(`The link to ${host} broke${known === '' ? '' : ` (${known})`}.`, error);
};

/** A web page arrived where none is served: the network answers in Twitch's name. */
export const webPageInstead = (host: string, status?: number): Fault =>
  unreachable(
    `Something between this machine and ${host} answered with a web page${status === undefined ? '' : ` (HTTP ${status})`}. The network may want you to sign in first.`,
  );

/** The server answered a WebSocket upgrade with plain HTTP. */
export const refusedUpgrade = (status: number, host: string): Fault =>
  status < 400
    ? webPageInstead(host, status)
    : unreachable(`${host} refused the connection (HTTP ${status}). Twitch may be down: try later.`);
