/** Constants of the obs-websocket 5 protocol, and its authentication. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '#shared/kernel/index.ts';

export const rpcVersion = 1;
export const obsWebSocketVersion = '5.1.0';
export const obsVersion = '29.0.2';
export const subprotocol = 'obswebsocket.json';

export const opCodes = {
  hello: 0,
  identify: 1,
  identified: 2,
  reidentify: 3,
  event: 5,
  request: 6,
  requestResponse: 7,
  requestBatch: 8,
  requestBatchResponse: 9,
} as const;

export const closeCodes = {
  messageDecodeError: 4002,
  missingDataField: 4003,
  invalidDataFieldType: 4004,
  unknownOpCode: 4006,
  notIdentified: 4007,
  alreadyIdentified: 4008,
  authenticationFailed: 4009,
  unsupportedRpcVersion: 4010,
  sessionInvalidated: 4011,
} as const;

export const statusCodes = {
  success: 100,
  missingRequestType: 203,
  unknownRequestType: 204,
  unsupportedBatchExecutionType: 206,
  notReady: 207,
  missingRequestField: 300,
  missingRequestData: 301,
  invalidRequestField: 400,
  invalidRequestFieldType: 401,
  requestFieldOutOfRange: 402,
  requestFieldEmpty: 403,
  tooManyRequestFields: 404,
  outputRunning: 500,
  outputNotRunning: 501,
  outputPaused: 502,
  outputNotPaused: 503,
  studioModeNotActive: 506,
  resourceNotFound: 600,
  resourceAlreadyExists: 601,
  invalidResourceType: 602,
  notEnoughResources: 603,
  invalidResourceState: 604,
  invalidInputKind: 605,
  resourceCreationFailed: 700,
} as const;

/** Event classes, as bits of the subscription mask. */
export const intents = {
  general: 1 << 0,
  config: 1 << 1,
  scenes: 1 << 2,
  inputs: 1 << 3,
  outputs: 1 << 6,
  sceneItems: 1 << 7,
  ui: 1 << 10,
} as const;

/** The default mask of a client that names none: all classes except the high-volume ones. */
export const defaultSubscriptions = (1 << 12) - 1;

/** An event of the simulated studio. */
export interface StudioEvent {
  readonly type: string;
  readonly intent: number;
  readonly data?: JsonObject;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Returns true when a client's answer to the challenge proves that it knows the password. */
export const checkAuthentication = (
  answer: string,
  secret: { readonly password: string; readonly salt: string; readonly challenge: string },
): boolean => {
  const expected = Buffer.from(hash(hash(secret.password + secret.salt) + secret.challenge));
  const given = Buffer.from(answer);
  return given.length === expected.length && timingSafeEqual(given, expected);
};
