import { z } from 'zod';
import {
  badRequest,
  data,
  helixError,
  lacksScope,
  page,
  type HelixRequest,
  type HelixWorld,
} from './helix-call.ts';
import type { PlatformAnswer } from './oauth-routes.ts';
import type { PlatformWorld, Redemption } from './platform-world.ts';

const redemptionRow = (world: PlatformWorld, redemption: Redemption): object => ({
  id: redemption.id,
  broadcaster_id: world.broadcaster.id,
  broadcaster_login: world.broadcaster.login,
  broadcaster_name: world.broadcaster.displayName,
  user_id: redemption.user.id,
  user_login: redemption.user.login,
  user_name: redemption.user.displayName,
  user_input: redemption.input,
  status: redemption.status,
  redeemed_at: new Date(redemption.redeemedAt).toISOString(),
  reward: { ...redemption.reward, prompt: '' },
});

const points = (world: PlatformWorld, request: HelixRequest, ...scopes: string[]): PlatformAnswer | null =>
  lacksScope(request.token, ...scopes) ??
  (request.token.user.id === world.broadcaster.id
    ? null
    : helixError(401, 'Unauthorized', 'The ID in broadcaster_id must match the user ID in the token.'));

export const getRewards = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = points(world, request, 'channel:read:redemptions', 'channel:manage:redemptions');
  if (refused) return refused;
  return data(
    world.rewards.map((reward) => ({
      broadcaster_id: world.broadcaster.id,
      broadcaster_login: world.broadcaster.login,
      broadcaster_name: world.broadcaster.displayName,
      ...reward,
      prompt: '',
      image: null,
      default_image: { url_1x: '', url_2x: '', url_4x: '' },
      background_color: '#00C7AC',
      is_enabled: true,
      is_user_input_required: false,
      max_per_stream_setting: { is_enabled: false, max_per_stream: 0 },
      max_per_user_per_stream_setting: { is_enabled: false, max_per_user_per_stream: 0 },
      global_cooldown_setting: { is_enabled: false, global_cooldown_seconds: 0 },
      is_paused: false,
      is_in_stock: true,
      should_redemptions_skip_request_queue: false,
      redemptions_redeemed_current_stream: null,
      cooldown_expires_at: null,
    })),
  );
};

export const getRedemptions = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = points(world, request, 'channel:read:redemptions', 'channel:manage:redemptions');
  if (refused) return refused;
  const ids = request.query.getAll('id');
  const status = request.query.get('status');
  const newest = request.query.get('sort') === 'NEWEST';
  const found = world.redemptions
    .filter((each) => each.reward.id === request.query.get('reward_id'))
    .filter((each) => (ids.length > 0 ? ids.includes(each.id) : each.status === status))
    .toSorted((left, right) =>
      newest ? right.redeemedAt - left.redeemedAt : left.redeemedAt - right.redeemedAt,
    );
  const { rows, pagination } = page(found, request.query);
  return data(
    rows.map((each) => redemptionRow(world, each)),
    { pagination },
  );
};

const statusSchema = z.object({ status: z.enum(['FULFILLED', 'CANCELED']) });

export const patchRedemptions = ({ world }: HelixWorld, request: HelixRequest): PlatformAnswer => {
  const refused = points(world, request, 'channel:manage:redemptions');
  if (refused) return refused;
  const body = statusSchema.safeParse(request.body);
  if (!body.success) return badRequest('The status is not valid.');
  const ids = request.query.getAll('id');
  const found = world.redemptions.filter((each) => ids.includes(each.id) && each.status === 'UNFULFILLED');
  if (found.length !== ids.length)
    return helixError(404, 'Not Found', 'The redemption was not found or is not UNFULFILLED.');
  for (const redemption of found) redemption.status = body.data.status;
  return data(found.map((each) => redemptionRow(world, each)));
};
