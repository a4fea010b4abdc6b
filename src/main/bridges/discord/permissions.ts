import { z } from 'zod';

const bits = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);
const id = z.string().regex(/^\d{1,20}$/);

export const guildSchema = z.object({
  id,
  name: z.string(),
  owner_id: id,
  roles: z.array(z.object({ id, permissions: bits })),
});
export const memberSchema = z.object({ roles: z.array(id) });
export const channelSchema = z.object({
  id,
  type: z.number().int(),
  name: z.string().nullish(),
  guild_id: id.nullish(),
  permission_overwrites: z.array(z.object({ id, allow: bits, deny: bits })).nullish(),
});

export const permissionBits = {
  administrator: 1n << 3n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  readMessageHistory: 1n << 16n,
} as const;

const everything = ~0n;

/**
 * Computes a member's permissions in a channel by Discord's rule: the roles together, then the channel's
 * overwrites for everyone, for the roles and for the member; each overwrite denies before it allows.
 */
export const permissionsIn = (
  guild: z.infer<typeof guildSchema>,
  channel: z.infer<typeof channelSchema>,
  member: { readonly id: string; readonly roles: readonly string[] },
): bigint => {
  if (guild.owner_id === member.id) return everything;
  const held = guild.roles.filter((role) => role.id === guild.id || member.roles.includes(role.id));
  const base = held.reduce((sum, role) => sum | role.permissions, 0n);
  if ((base & permissionBits.administrator) !== 0n) return everything;
  const overwrites = channel.permission_overwrites ?? [];
  const forEveryone = overwrites.filter((overwrite) => overwrite.id === guild.id);
  const forRoles = overwrites.filter((overwrite) => member.roles.includes(overwrite.id));
  const forMember = overwrites.filter((overwrite) => overwrite.id === member.id);
  return [forEveryone, forRoles, forMember].reduce((permissions, layer) => {
    const denied = layer.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
    const allowed = layer.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
    return (permissions & ~denied) | allowed;
  }, base);
};
