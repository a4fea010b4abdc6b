/** The bridges as the program holds them: each life asks the settings, or the rehearsal, what it connects to. */
export { RenewedDiscordBridge } from './discord-bridge.ts';
export { readReachTargets } from './network-targets.ts';
export { RenewedChatBridge, RenewedObsBridge } from './renewed-bridge.ts';
export { createLiveTwitch, createRehearsalTwitch, type TwitchParts } from './twitch-bridges.ts';
