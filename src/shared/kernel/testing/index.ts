export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { createFastClock } from './fast-clock.ts';
export { failOnLeaks, timersOf } from './leak-check.ts';
export { leakLedger, type LeakSource } from './leak-ledger.ts';
