/** Parses client messages, with the close codes and texts of the real server. */
import { isObject, type Json } from '#shared/kernel/index.ts';
import type { FaultSwitches } from './obs-server-faults.ts';
import { checkAuthentication, closeCodes, opCodes } from './obs-protocol.ts';

/** The fields of a message, not validated yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The close of a session whose client violated the protocol. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** The parsed value, or the close that follows. */
export type Read<Value> = { readonly value: Value } | { readonly closing: Closing };

const closing = (code: number, reason: string): { readonly closing: Closing } => ({
  closing: { code, reason },
});

/** Parses a frame up to its op code, which can still be any value. */
export const readMessage = (
  data: string,
  isBinary: boolean,
  identified: boolean,
): Read<{ readonly op: unknown; readonly fields: Fields }> => {
  if (isBinary) {
    return closing(
      closeCodes.messageDecodeError,
      'Your session encoding is set to Json, but a binary message was received.',
    );
  }
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return closing(closeCodes.messageDecodeError, 'Unable to decode Json.');
  }
  if (!isObject(message)) return closing(closeCodes.messageDecodeError, 'You sent a non-object payload.');
  const { op, d } = message;
  if (d === undefined || d === null) {
    return closing(closeCodes.missingDataField, 'Your payload is missing data (`d`).');
  }
  if (!isObject(d)) {
    return closing(closeCodes.invalidDataFieldType, "Your payload's data (`d`) is not an object.");
  }
  if (op !== undefined && !identified && op !== opCodes.identify) {
    return closing(
      closeCodes.notIdentified,
      'You attempted to send a non-Identify message while not identified.',
    );
  }
  return { value: { op, fields: d } };
};

/** Returns why these fields cannot identify the client; null when they can. */
export const refuseIdentify = (
  fields: Fields,
  expected: { readonly password: string; readonly salt: string; readonly challenge: string },
  switches: FaultSwitches,
): Closing | null => {
  if (expected.password !== '') {
    const answer = fields['authentication'];
    if (answer === undefined) {
      return {
        code: closeCodes.authenticationFailed,
        reason:
          "Your payload's data is missing an `authentication` string, however authentication is required.",
      };
    }
    const right = typeof answer === 'string' && checkAuthentication(answer, expected);
    if (!right || switches.refusingPasswords) {
      return { code: closeCodes.authenticationFailed, reason: 'Authentication failed.' };
    }
  }
  const version = fields['rpcVersion'];
  if (version === undefined) {
    return {
      code: closeCodes.missingDataField,
      reason: "Your payload's data is missing an `rpcVersion`.",
    };
  }
  if (typeof version !== 'number') {
    return { code: closeCodes.invalidDataFieldType, reason: 'Your `rpcVersion` is not an unsigned number.' };
  }
  return version === switches.rpcVersion
    ? null
    : {
        code: closeCodes.unsupportedRpcVersion,
        reason: 'Your requested RPC version is not supported by this server.',
      };
};

/** Parses the subscription mask; `current` when the client sends none. */
export const readSubscriptions = (fields: Fields, current: number): Read<number> => {
  const mask = fields['eventSubscriptions'];
  if (mask === undefined) return { value: current };
  return typeof mask === 'number' && Number.isInteger(mask) && mask >= 0
    ? { value: mask }
    : closing(closeCodes.invalidDataFieldType, 'Your `eventSubscriptions` is not an unsigned number.');
};

export const readText = (fields: Fields, field: string): Read<string> => {
  const value = fields[field];
  if (typeof value === 'string') return { value };
  return value === undefined
    ? closing(closeCodes.missingDataField, `Your payload's data is missing a \`${field}\`.`)
    : closing(closeCodes.invalidDataFieldType, `Your \`${field}\` is not a string.`);
};

const isGiven = (value: unknown): value is Json => value !== undefined;

/** Parses the id of a request. Any value is accepted and echoed unchanged. */
export const readId = ({ requestId }: Fields): Read<Json> =>
  isGiven(requestId)
    ? { value: requestId }
    : closing(closeCodes.missingDataField, "Your payload's data is missing a `requestId`.");

export const readBatch = ({ requests }: Fields): Read<readonly unknown[]> => {
  if (Array.isArray(requests)) return { value: requests };
  const code = requests === undefined ? closeCodes.missingDataField : closeCodes.invalidDataFieldType;
  return closing(code, "Your payload's data is missing a `requests` array.");
};
