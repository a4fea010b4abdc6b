/** The permission bits that the rehearsal knows; Discord has more. */
const permissionBits = {
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  readMessageHistory: 1n << 16n,
  moderateMembers: 1n << 40n,
} as const;

export const everyonePermissions =
  permissionBits.viewChannel |
  permissionBits.sendMessages |
  permissionBits.embedLinks |
  permissionBits.readMessageHistory;

export const moderatorPermissions =
  everyonePermissions | permissionBits.manageMessages | permissionBits.moderateMembers;

export interface BotPermissions {
  readonly view: boolean;
  readonly send: boolean;
}

/** The bits that a channel overwrite takes away from the bot. */
export const deniedBits = (allowed: BotPermissions): bigint =>
  (allowed.view ? 0n : permissionBits.viewChannel) | (allowed.send ? 0n : permissionBits.sendMessages);
