import { Fault } from '#shared/kernel/index.ts';

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
const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return '';
  const inner = error.cause === undefined ? '' : codeOf(error.cause);
  return inner || ('code' in error && typeof error.code === 'string' ? error.code : '');
};

/** A failure of the network in words. The host is named, the address and any secret are not. */
export const faultOfNetworkError = (error: unknown, host: string): Fault => {
  const code = codeOf(error);
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
  return unreachable(`The link to ${host} broke${code === '' ? '' : ` (${code})`}.`, error);
};

/** A web page arrived where none is served: the network answers in Twitch's name. */
export const webPageInstead = (host: string): Fault =>
  unreachable(
    `Something between this machine and ${host} answered with a web page. The network may want you to sign in first.`,
  );

/** The server answered a WebSocket upgrade with plain HTTP. */
export const refusedUpgrade = (status: number, host: string): Fault =>
  status < 400
    ? webPageInstead(host)
    : unreachable(`${host} refused the connection (HTTP ${status}). Twitch may be down: try later.`);
