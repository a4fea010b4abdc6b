import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Procedures for Twitch besides its chat: the sign-in, the channel and its redemptions. */
export const createTwitchProcedures = ({ os, ports: { twitch } }: Toolkit) => ({
  signIn: {
    status: os.twitch.signIn.status.handler(() => twitch.signIn()),
  },
  channel: os.twitch.channel.handler(async () => unwrap(await twitch.channel())),
  redemptions: os.twitch.redemptions.handler(async () => ({
    redemptions: [...unwrap(await twitch.redemptions())],
  })),
});
