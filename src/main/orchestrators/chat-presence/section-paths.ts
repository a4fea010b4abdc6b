/** Places of chat presence's own sections in the settings. Those of a platform are in the list of platforms. */
export const sectionPaths = {
  goLive: 'chat-presence.go-live',
  commands: 'chat-presence.commands',
} as const;
