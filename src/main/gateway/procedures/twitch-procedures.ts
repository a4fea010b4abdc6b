import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Twitch beside its chat: the sign-in, the channel, its moderation and its redemptions. */
export const createTwitchProcedures = ({ os, ports: { twitch } }: Toolkit) => ({
  signIn: {
    status: os.twitch.signIn.status.handler(() => twitch.signIn.status()),
    begin: os.twitch.signIn.begin.handler(async () => unwrap(await twitch.signIn.begin())),
    cancel: os.twitch.signIn.cancel.handler(() => twitch.signIn.cancel()),
  },
  signOut: os.twitch.signOut.handler(async () => unwrap(await twitch.signOut())),
  channel: os.twitch.channel.handler(async () => unwrap(await twitch.channel())),
  setChannel: os.twitch.setChannel.handler(async ({ input: { title, category } }) =>
    unwrap(
      await twitch.setChannel({
        ...(title !== undefined && { title }),
        ...(category !== undefined && { category }),
      }),
    ),
  ),
  createMarker: os.twitch.createMarker.handler(async ({ input }) =>
    unwrap(await twitch.createMarker(input.description)),
  ),
  createClip: os.twitch.createClip.handler(async () => unwrap(await twitch.createClip())),
  moderate: os.twitch.moderate.handler(async ({ input }) => unwrap(await twitch.moderate(input))),
  redemptions: os.twitch.redemptions.handler(async () => ({
    redemptions: [...unwrap(await twitch.redemptions())],
  })),
  settleRedemption: os.twitch.settleRedemption.handler(async ({ input }) =>
    unwrap(await twitch.settleRedemption(input)),
  ),
});
