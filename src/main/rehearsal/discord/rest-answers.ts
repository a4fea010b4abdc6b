import type { JsonObject } from '#shared/kernel/index.ts';

/** An authenticated request with its parsed body. */
export interface RestRequest {
  readonly method: string;
  /** Path after `/api/v10`, split at the slashes. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface RestResponse {
  readonly status: number;
  readonly body: JsonObject | readonly JsonObject[] | null;
}

export const refuse = (status: number, code: number, message: string): RestResponse => ({
  status,
  body: { message, code },
});

export const unknownChannel = refuse(404, 10_003, 'Unknown Channel');
export const unknownGuild = refuse(404, 10_004, 'Unknown Guild');
export const unknownMember = refuse(404, 10_007, 'Unknown Member');
export const unknownMessage = refuse(404, 10_008, 'Unknown Message');
export const missingAccess = refuse(403, 50_001, 'Missing Access');
export const unknownWebhook = refuse(404, 10_015, 'Unknown Webhook');
export const unknownInteraction = refuse(404, 10_062, 'Unknown interaction');
export const unknownCommand = refuse(404, 10_063, 'Unknown application command');
export const alreadyAcknowledged = refuse(400, 40_060, 'Interaction has already been acknowledged.');
export const invalidWebhookToken = refuse(401, 50_027, 'Invalid Webhook Token');
export const notTheAuthor = refuse(403, 50_005, 'Cannot edit a message authored by another user');
export const emptyMessage = refuse(400, 50_006, 'Cannot send an empty message');
export const missingPermissions = refuse(403, 50_013, 'Missing Permissions');
export const notFound = refuse(404, 0, '404: Not Found');
export const wrongMethod = refuse(405, 0, '405: Method Not Allowed');

export const invalidForm = (field: string, code: string, message: string): RestResponse => ({
  status: 400,
  body: { message: 'Invalid Form Body', code: 50_035, errors: { [field]: { _errors: [{ code, message }] } } },
});

export const ok = (body: RestResponse['body']): RestResponse => ({ status: 200, body });
export const nothing: RestResponse = { status: 204, body: null };
