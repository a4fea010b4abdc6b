export { CallBudget, type Audience, type CallContext } from './call-context.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { Versions } from './procedures/toolkit.ts';
export { serveMessagePort, type MessagePortLike } from './transports/message-port.ts';
export { channelOfWebSocket } from './transports/web-socket.ts';
export type { PeerChannel } from './transports/peer-channel.ts';
export type {
  ChatPort,
  ChatTarget,
  ConnectionTest,
  GatewayPorts,
  JournalReadPort,
  MetricsPort,
  ObsControlPort,
  SettingsPort,
} from './ports.ts';
