/** Settings paths of chat presence's own sections. Platform sections are in the list of platforms. */
export const sectionPaths = {
  goLive: 'chat-presence.go-live',
  commands: 'chat-presence.commands',
} as const;
