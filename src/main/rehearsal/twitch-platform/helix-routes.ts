import { z } from 'zod';
import { fitsCharacters } from '#shared/kernel/index.ts';
import { atMostCharacters, platformLimits } from '#shared/model/index.ts';
import { getRedemptions, getRewards, patchRedemptions } from './channel-points-routes.ts';
import { channelUpdateEvent } from './event-payloads.ts';
import {
  badRequest,
  data,
  helixError,
  lacksScope,
  nothing,
  page,
  type HelixRequest,
  type HelixWorld,
} from './helix-call.ts';
import type { PlatformAnswer } from './oauth-routes.ts';
import type { PlatformUser } from './platform-world.ts';

const userRow = (user: PlatformUser): object => ({
  id: user.id,
  login: user.login,
  display_name: user.displayName,
  type: '',
  broadcaster_type: '',
  description: '',
  profile_image_url: '',
  offline_image_url: '',
  created_at: '2020-01-01T00:00:00Z',
});

const getUsers = ({ world }: HelixWorld, { query, token }: HelixRequest): PlatformAnswer => {
  const ids = query.getAll('id');
  const logins = query.getAll('login').map((login) => login.toLowerCase());
  if (ids.length + logins.length === 0) return data([userRow(token.user)]);
  const found = [...world.users.values()].filter(
    (user) => ids.includes(user.id) || logins.includes(user.login),
  );
  return data(found.map(userRow));
};

const getChannels = ({ world }: HelixWorld): PlatformAnswer =>
  data([
    {
      broadcaster_id: world.broadcaster.id,
      broadcaster_login: world.broadcaster.login,
      broadcaster_name: world.broadcaster.displayName,
      broadcaster_language: 'en',
      game_id: world.categoryId,
      game_name: world.categoryName,
      title: world.title,
      delay: 0,
      tags: [],
      content_classification_labels: [],
      is_branded_content: false,
    },
  ]);

const changesSchema = z.object({ title: z.string().optional(), game_id: z.string().optional() });

const patchChannel = ({ world, hub }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'channel:manage:broadcast');
  if (refused) return refused;
  const changes = changesSchema.safeParse(request.body);
  if (!changes.success) return badRequest('The request body is not valid.');
  const { title, game_id: categoryId } = changes.data;
  if (title !== undefined && (title.trim() === '' || title.length > 140))
    return badRequest('The title field must contain 1 to 140 characters.');
  if (categoryId !== undefined && categoryId !== '0' && categoryId !== '') {
    if (!world.categories.some((category) => category.id === categoryId))
      return badRequest('The game_id is not valid.');
  }
  world.title = title ?? world.title;
  world.categoryId = categoryId ?? world.categoryId;
  hub.publish(channelUpdateEvent(world));
  return nothing;
};

const getCategories = ({ world }: HelixWorld, { query }: HelixRequest): PlatformAnswer => {
  const words = (query.get('query') ?? query.get('name') ?? '').toLowerCase();
  const found = world.categories.filter((category) => category.name.toLowerCase().includes(words));
  return data(found.map((category) => ({ ...category, box_art_url: '', igdb_id: '' })));
};

const getStreams = ({ world }: HelixWorld): PlatformAnswer =>
  data(
    world.liveSince === null
      ? []
      : [
          {
            id: 'stream-1',
            user_id: world.broadcaster.id,
            user_login: world.broadcaster.login,
            user_name: world.broadcaster.displayName,
            game_id: world.categoryId,
            game_name: world.categoryName,
            type: 'live',
            title: world.title,
            viewer_count: 42,
            started_at: new Date(world.liveSince).toISOString(),
            language: 'en',
            thumbnail_url: '',
            tags: [],
            is_mature: false,
          },
        ],
  );

const messageSchema = z.object({
  message: z.string(),
  broadcaster_id: z.string().optional(),
  sender_id: z.string().optional(),
  reply_parent_message_id: z.string().optional(),
});

const postMessage = (helix: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const { world, switches } = helix;
  const refused = lacksScope(request.token, 'user:write:chat');
  if (refused) return refused;
  const message = messageSchema.safeParse(request.body);
  if (!message.success || message.data.message === '') return badRequest('The message field is required.');
  if (!fitsCharacters(message.data.message, platformLimits.twitch.message))
    return helixError(422, 'Unprocessable Entity', 'The message is too large.');
  const senderId = message.data.sender_id ?? request.query.get('sender_id');
  if (senderId !== request.token.user.id)
    return helixError(401, 'Unauthorized', 'The ID in sender_id must match the user ID in the token.');
  if (switches.dropReason)
    return data([{ message_id: '', is_sent: false, drop_reason: switches.dropReason }]);
  const text = message.data.message;
  const replyTo = message.data.reply_parent_message_id ?? null;
  const id = helix.chat?.say(request.token.user, text, replyTo) ?? world.ids.next();
  const sent = { id, senderId, text, replyTo };
  world.sent.push(sent);
  helix.onSent(sent.text);
  return data([{ message_id: sent.id, is_sent: true, drop_reason: null }]);
};

const banSchema = z.object({
  data: z.object({
    user_id: z.string(),
    duration: z.number().int().min(1).max(1_209_600).optional(),
    reason: z.string().check(atMostCharacters(platformLimits.twitch.moderationReason)).optional(),
  }),
});

const moderator = (request: HelixRequest): PlatformAnswer | null =>
  request.query.get('moderator_id') === request.token.user.id
    ? null
    : helixError(401, 'Unauthorized', 'The ID in moderator_id must match the user ID in the access token.');

const postBan = ({ world, chat }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'moderator:manage:banned_users') ?? moderator(request);
  if (refused) return refused;
  const ban = banSchema.safeParse(request.body);
  if (!ban.success) return badRequest('The request body is not valid.');
  const { user_id: userId, duration, reason } = ban.data.data;
  if (userId === world.broadcaster.id)
    return badRequest('The user specified in the user_id field may not be banned.');
  const now = world.clock.now();
  const endsAt = duration === undefined ? null : now + duration * 1_000;
  const moderatorId = request.token.user.id;
  world.bans.set(userId, { userId, moderatorId, reason: reason ?? '', at: now, endsAt });
  const user = world.users.get(userId);
  if (user) chat?.silence(user, duration ?? null);
  return data([
    {
      broadcaster_id: world.broadcaster.id,
      moderator_id: request.token.user.id,
      user_id: userId,
      created_at: new Date(now).toISOString(),
      end_time: endsAt === null ? null : new Date(endsAt).toISOString(),
    },
  ]);
};

const broadcaster = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer | null =>
  request.token.user.id === world.broadcaster.id
    ? null
    : helixError(401, 'Unauthorized', 'The ID in broadcaster_id must match the user ID in the token.');

const getBanned = (helix: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'moderator:manage:banned_users') ?? broadcaster(helix, request);
  if (refused) return refused;
  const { world } = helix;
  const now = world.clock.now();
  const wanted = request.query.getAll('user_id');
  const bans = [...world.bans.values()].filter(
    ({ userId, endsAt }) =>
      (wanted.length === 0 || wanted.includes(userId)) && (endsAt === null || endsAt > now),
  );
  return data(
    bans.map(({ userId, moderatorId, reason, at, endsAt }) => {
      const user = world.users.get(userId);
      const by = world.users.get(moderatorId);
      return {
        user_id: userId,
        user_login: user?.login ?? '',
        user_name: user?.displayName ?? '',
        // Empty for a permanent ban.
        expires_at: endsAt === null ? '' : new Date(endsAt).toISOString(),
        created_at: new Date(at).toISOString(),
        reason,
        moderator_id: moderatorId,
        moderator_login: by?.login ?? '',
        moderator_name: by?.displayName ?? '',
      };
    }),
  );
};

const deleteBan = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'moderator:manage:banned_users') ?? moderator(request);
  if (refused) return refused;
  return world.bans.delete(request.query.get('user_id') ?? '')
    ? nothing
    : badRequest('The user specified in the user_id query parameter is not banned.');
};

const deleteMessage = ({ world, chat }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'moderator:manage:chat_messages') ?? moderator(request);
  if (refused) return refused;
  const messageId = request.query.get('message_id') ?? '';
  if (messageId === 'unknown' || chat?.deleteMessage(messageId) === false)
    return helixError(404, 'Not Found', 'The message was not found.');
  world.deletedMessages.push(messageId);
  return nothing;
};

const markerSchema = z.object({
  description: z.string().check(atMostCharacters(platformLimits.twitch.markerDescription)).optional(),
});

const postMarker = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'channel:manage:broadcast');
  if (refused) return refused;
  const marker = markerSchema.safeParse(request.body);
  if (!marker.success) return badRequest('The description is too long.');
  if (world.liveSince === null) return helixError(404, 'Not Found', 'The stream is not live.');
  const now = world.clock.now();
  const made = { id: world.ids.next(), description: marker.data.description ?? '', at: now };
  world.markers.push(made);
  return data([
    {
      id: made.id,
      created_at: new Date(now).toISOString(),
      description: made.description,
      position_seconds: Math.round((now - world.liveSince) / 1_000),
    },
  ]);
};

const postClip = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'clips:edit');
  if (refused) return refused;
  if (world.liveSince === null)
    return helixError(404, 'Not Found', 'Clipping is not possible for an offline channel.');
  const clip = { id: `Clip${world.ids.next()}`, at: world.clock.now() };
  world.clips.push(clip);
  return {
    status: 202,
    body: { data: [{ id: clip.id, edit_url: `https://clips.twitch.tv/${clip.id}/edit` }] },
  };
};

const getFollowers = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'moderator:read:followers');
  if (refused) return refused;
  const newestFirst = world.followers.toSorted((left, right) => right.followedAt - left.followedAt);
  const { rows, pagination } = page(newestFirst, request.query);
  const described = rows.map(({ user, followedAt }) => ({
    user_id: user.id,
    user_login: user.login,
    user_name: user.displayName,
    followed_at: new Date(followedAt).toISOString(),
  }));
  return data(described, { total: newestFirst.length, pagination });
};

const getSubscriptions = (helix: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = lacksScope(request.token, 'channel:read:subscriptions') ?? broadcaster(helix, request);
  if (refused) return refused;
  const { world } = helix;
  const { rows, pagination } = page(world.subscribers, request.query);
  const described = rows.map(({ user, tier, gifter }) => ({
    broadcaster_id: world.broadcaster.id,
    broadcaster_login: world.broadcaster.login,
    broadcaster_name: world.broadcaster.displayName,
    gifter_id: gifter?.id ?? '',
    gifter_login: gifter?.login ?? '',
    gifter_name: gifter?.displayName ?? '',
    is_gift: gifter !== null,
    plan_name: 'Channel subscription',
    tier,
    user_id: user.id,
    user_login: user.login,
    user_name: user.displayName,
  }));
  return data(described, { total: world.subscribers.length, points: world.subscribers.length, pagination });
};

const routes: Readonly<Record<string, (helix: HelixWorld, request: HelixRequest) => PlatformAnswer>> = {
  'GET users': getUsers,
  'GET channels': getChannels,
  'PATCH channels': patchChannel,
  'GET search/categories': getCategories,
  'GET games': getCategories,
  'GET streams': getStreams,
  'POST chat/messages': postMessage,
  'GET moderation/banned': getBanned,
  'POST moderation/bans': postBan,
  'DELETE moderation/bans': deleteBan,
  'DELETE moderation/chat': deleteMessage,
  'POST streams/markers': postMarker,
  'POST clips': postClip,
  'GET channels/followers': getFollowers,
  'GET subscriptions': getSubscriptions,
  'GET channel_points/custom_rewards': getRewards,
  'GET channel_points/custom_rewards/redemptions': getRedemptions,
  'PATCH channel_points/custom_rewards/redemptions': patchRedemptions,
  'GET eventsub/subscriptions': ({ hub }) => hub.list(),
  'POST eventsub/subscriptions': ({ hub }, request) => hub.subscribe(request.body, request.token),
  'DELETE eventsub/subscriptions': ({ hub }, request) => hub.unsubscribe(request.query.get('id') ?? ''),
};

/** Answers the requests that Cuelight makes as `api.twitch.tv/helix/` does. */
export const answerHelix = (helix: HelixWorld, request: HelixRequest): PlatformAnswer =>
  routes[`${request.method} ${request.path}`]?.(helix, request) ??
  helixError(404, 'Not Found', `The rehearsal does not know ${request.method} ${request.path}.`);
