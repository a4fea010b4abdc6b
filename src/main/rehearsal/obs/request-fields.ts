/** Readers of request fields, with the codes and texts of the real server. */
import { isObject, type JsonObject } from '#shared/kernel/index.ts';
import { statusCodes } from './obs-protocol.ts';
import type { Studio } from './studio.ts';

export type Answer =
  | { readonly code: typeof statusCodes.success; readonly data?: JsonObject }
  | { readonly code: number; readonly comment?: string };

/** Counters of the requesting session, which GetStats returns. */
export interface SessionCounters {
  readonly incoming: number;
  readonly outgoing: number;
}

export type Handler = (studio: Studio, data: unknown, session: SessionCounters) => Answer;
export type Handlers = Readonly<Record<string, Handler>>;

export const success = (data?: JsonObject): Answer => ({
  code: statusCodes.success,
  ...(data && { data }),
});
export const refuse = (code: number, comment?: string): Answer => ({
  code,
  ...(comment !== undefined && { comment }),
});

/** A validated field, or the refusal that the real server sends. */
export type Field<Value> = { readonly value: Value } | { readonly refusal: Answer };

const readField = (data: unknown, field: string): Field<unknown> => {
  if (!isObject(data)) {
    return {
      refusal: refuse(statusCodes.missingRequestData, 'Your request data is missing or invalid (non-object)'),
    };
  }
  const value = data[field];
  return value === undefined || value === null
    ? {
        refusal: refuse(statusCodes.missingRequestField, `Your request is missing the \`${field}\` field.`),
      }
    : { value };
};

const wrongType = (field: string, kind: string): { readonly refusal: Answer } => ({
  refusal: refuse(statusCodes.invalidRequestFieldType, `The field value of \`${field}\` must be ${kind}.`),
});

export const isThere = (data: unknown, field: string): boolean => 'value' in readField(data, field);

export const readText = (data: unknown, field: string): Field<string> => {
  const read = readField(data, field);
  if ('refusal' in read) return read;
  if (typeof read.value !== 'string') return wrongType(field, 'a string');
  return read.value === ''
    ? {
        refusal: refuse(statusCodes.requestFieldEmpty, `The field value of \`${field}\` must not be empty.`),
      }
    : { value: read.value };
};

export const readBoolean = (data: unknown, field: string): Field<boolean> => {
  const read = readField(data, field);
  if ('refusal' in read) return read;
  return typeof read.value === 'boolean' ? { value: read.value } : wrongType(field, 'boolean');
};

export const readNumber = (
  data: unknown,
  field: string,
  range: { readonly least: number; readonly most: number } = { least: -Infinity, most: Infinity },
): Field<number> => {
  const read = readField(data, field);
  if ('refusal' in read) return read;
  const { value } = read;
  if (typeof value !== 'number') return wrongType(field, 'a number');
  if (value < range.least) return outOfRange(field, 'below the minimum', range.least);
  return value > range.most ? outOfRange(field, 'above the maximum', range.most) : { value };
};

const outOfRange = (field: string, side: string, limit: number): { readonly refusal: Answer } => ({
  refusal: refuse(
    statusCodes.requestFieldOutOfRange,
    `The field value of \`${field}\` is ${side} of \`${limit.toFixed(6)}\``,
  ),
});

export const noSource = (name: string): Answer =>
  refuse(statusCodes.resourceNotFound, `No source was found by the name of \`${name}\`.`);

/** Wraps a handler of a request that names a scene. */
export const withScene =
  (run: (studio: Studio, scene: string, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    if (studio.scenes.names.includes(field.value)) return run(studio, field.value, data);
    return studio.scenes.isGroup(field.value)
      ? refuse(statusCodes.invalidResourceType, 'The specified source is not a scene. (Is group)')
      : noSource(field.value);
  };

/** Wraps a handler of a request that names a group. */
export const withGroup =
  (run: (studio: Studio, group: string, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    if (studio.scenes.isGroup(field.value)) return run(studio, field.value, data);
    return studio.scenes.names.includes(field.value)
      ? refuse(statusCodes.invalidResourceType, 'The specified source is not a group. (Is scene)')
      : noSource(field.value);
  };

/** Wraps a handler of a request about an item, which can be in a scene or in a group. */
export const withContainer =
  (run: (studio: Studio, holder: string, data: unknown) => Answer): Handler =>
  (studio, data) => {
    const field = readText(data, 'sceneName');
    if ('refusal' in field) return field.refusal;
    const { scenes } = studio;
    return scenes.names.includes(field.value) || scenes.isGroup(field.value)
      ? run(studio, field.value, data)
      : noSource(field.value);
  };
