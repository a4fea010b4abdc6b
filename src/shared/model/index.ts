export * from './chat-message.ts';
export * from './component.ts';
export * from './event-record.ts';
export * from './health.ts';
export * from './metrics.ts';
export * from './outage.ts';
export * from './settings-view.ts';
export * from './twitch-channel.ts';
