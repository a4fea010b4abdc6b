/** The permission bits that the rehearsal knows; Discord has more. */
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

/** What the bot's own role adds to what everybody may. */
export const botRolePermissions = permissionBits.manageWebhooks;

export interface BotPermissions {
  readonly view: boolean;
  readonly send: boolean;
  /** Whether it may make webhooks; it may unless said otherwise. */
  readonly webhooks?: boolean;
}

/** The bits that a channel overwrite takes away from the bot. */
export const deniedBits = (allowed: BotPermissions): bigint =>
  (allowed.view ? 0n : permissionBits.viewChannel) |
  (allowed.send ? 0n : permissionBits.sendMessages) |
  (allowed.webhooks === false ? permissionBits.manageWebhooks : 0n);
