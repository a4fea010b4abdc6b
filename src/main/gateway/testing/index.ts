/** The door for tests of the window: the gateway over ports in memory. */
export { openDirectGateway } from './direct-gateway.ts';
export { createFakePorts, type FakePorts, type FakeShow } from './fake-ports.ts';
