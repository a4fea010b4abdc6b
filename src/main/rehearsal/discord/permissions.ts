/** The permission bits that the rehearsal uses; Discord has more. */
const permissionBits = {
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  readMessageHistory: 1n << 16n,
  manageWebhooks: 1n << 29n,
  useApplicationCommands: 1n << 31n,
  moderateMembers: 1n << 40n,
} as const;

export const everyonePermissions =
  permissionBits.viewChannel |
  permissionBits.sendMessages |
  permissionBits.embedLinks |
  permissionBits.readMessageHistory |
  permissionBits.useApplicationCommands;

export const moderatorPermissions =
  everyonePermissions | permissionBits.manageMessages | permissionBits.moderateMembers;

/** Permissions that the bot's own role adds to those of everybody. */
export const botRolePermissions = permissionBits.manageWebhooks;

export interface BotPermissions {
  readonly view: boolean;
  readonly send: boolean;
  /** True when the bot may create webhooks, which is the default. */
  readonly webhooks?: boolean;
}

/** Permission bits that a channel overwrite denies to the bot. */
export const deniedBits = (allowed: BotPermissions): bigint =>
  (allowed.view ? 0n : permissionBits.viewChannel) |
  (allowed.send ? 0n : permissionBits.sendMessages) |
  (allowed.webhooks === false ? permissionBits.manageWebhooks : 0n);
