import { unwrap } from '../contract-errors.ts';
import type { Toolkit } from './toolkit.ts';

/** Discord beside its chat: what the bot may do, the go-live notice, and messages of ours. */
export const createDiscordProcedures = ({ os, ports: { discord }, ids }: Toolkit) => ({
  overview: os.discord.overview.handler(() => discord.overview()),
  tryNotice: os.discord.tryNotice.handler(async () => unwrap(await discord.tryNotice())),
  post: os.discord.post.handler(
    async ({ input: { text, channelId, name, pictureUrl, sendAnyway }, context }) =>
      unwrap(
        await discord.post({
          text,
          channelId: channelId ?? null,
          as: name === undefined ? null : { name, avatarUrl: pictureUrl ?? null },
          key: ids.next(),
          cause: context.caller,
          ...(sendAnyway === undefined ? {} : { sendAnyway }),
        }),
      ),
  ),
  edit: os.discord.edit.handler(async ({ input: { text, sendAnyway, ...place } }) => {
    unwrap(await discord.edit(place, text, sendAnyway));
    return { message: 'The message is changed on Discord.' };
  }),
  remove: os.discord.remove.handler(async ({ input }) => {
    unwrap(await discord.remove(input));
    return { message: 'The message is deleted on Discord.' };
  }),
  rehearseCommand: os.discord.rehearseCommand.handler(({ input }) =>
    unwrap(discord.rehearseCommand(input.command)),
  ),
});
