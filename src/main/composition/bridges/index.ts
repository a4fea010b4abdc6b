/** The bridges of the program, each made from the settings or the rehearsal at the beginning of each life. */
export { RenewedDiscordBridge } from './discord-bridge.ts';
export { readReachTargets } from './network-targets.ts';
export { RenewedChatBridge, RenewedObsBridge } from './renewed-bridge.ts';
export { createLiveTwitch, createRehearsalTwitch, type TwitchParts } from './twitch-bridges.ts';
