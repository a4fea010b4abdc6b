import { z } from 'zod';
import { countCharacters, fitsCharacters } from '#shared/kernel/index.ts';

/**
 * The longest texts that the platforms accept, in code points.
 *
 * Twitch drops a chat line of more than 500 code points. Discord's API is written in Python 3 and counts with
 * `len`, so its 2,000 are code points too: discord/discord-api-docs#1315.
 */
export const platformLimits = {
  twitch: { message: 500, title: 140, category: 200, markerDescription: 140, moderationReason: 500 },
  discord: { message: 2_000, webhookName: 80 },
  obs: { caption: 500 },
} as const;

/** The longest stored chat message, in code points: the limit of Discord Nitro. */
export const longestKeptMessage = 4_000;

/**
 * A zod check that a text has at most `limit` code points. Zod's own `max` counts UTF-16 units. JSON Schema
 * counts `maxLength` in code points, so the limit is passed on to generated schemas.
 */
export const atMostCharacters = (limit: number): z.core.$ZodCheck<string> => {
  const check = z.check<string>((payload) => {
    if (fitsCharacters(payload.value, limit)) return;
    payload.issues.push({
      code: 'too_big',
      origin: 'string',
      maximum: limit,
      inclusive: true,
      input: payload.value,
      message: `Has ${countCharacters(payload.value)} characters and may have ${limit}. Shorten it`,
    });
  });
  check._zod.onattach.push((schema) => {
    schema._zod.bag['maximum'] = limit;
  });
  return check;
};
