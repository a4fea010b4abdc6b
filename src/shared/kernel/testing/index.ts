export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { failOnLeaks, timersOf, type LeakSource } from './leak-check.ts';
