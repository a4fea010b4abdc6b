import { ORPCError } from '@orpc/server';

const faultOf = (fault: string) => ({
  fault,
  kind: 'configuration' as const,
  retryable: false,
  action: null,
  details: {},
});

/** The error of a refusal, with the code of its fault. */
export const refused = (fault: string, message: string) =>
  new ORPCError('REFUSED', { defined: true, status: 422, message, data: faultOf(fault) });

/** The error for something that does not exist. */
export const missing = (message: string, fault = 'fake.not-found') =>
  new ORPCError('NOT_FOUND', { defined: true, status: 404, message, data: faultOf(fault) });

/** The error for a message that contains a secret. Its owner can send it anyway. */
export const heldBack = () =>
  refused('chat.looks-secret', 'The message contains one of your secrets or a token, so it was not sent.');

/** The error for every rehearsal call with live connections. */
export const notRehearsing = (message = 'The program is live, so there is nothing to disturb.') =>
  refused('rehearsal.not-rehearsing', message);
