/** The program as the contract describes it: one adapter for each subject. */
export { createDataPorts } from './data-ports.ts';
export { createGatewayPorts } from './gateway-ports.ts';
export { createHistoryPort } from './history-port.ts';
export { createRehearsalPort } from './rehearsal-port.ts';
export { createRunInfo } from './run-info.ts';
export { createTwitchPort } from './twitch-port.ts';
export { createSignInReader } from './twitch-sign-in.ts';
