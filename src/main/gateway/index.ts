export { CallBudget, type Audience } from './call-context.ts';
export { createGateway, type Gateway } from './gateway.ts';
export { serveMessagePort } from './transports/message-port.ts';
export { channelOfWebSocket } from './transports/web-socket.ts';
export type { DocksPort, GatewayPorts } from './ports/index.ts';
