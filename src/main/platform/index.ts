export { createClockComponent } from './clock-component.ts';
export { createClockPort } from './clock-port.ts';
export type { ClockVerdict } from './clock-trust.ts';
export { createNetworkComponent, type NetworkParts } from './network-component.ts';
export { markTimes } from './time-marks.ts';
export { TrustedTime } from './trusted-time.ts';
