/** The clocks of bridge tests: a manual clock, and the system clock for sockets and processes. */
export { createSystemClock as createRealClock } from '#shared/kernel/system-clock.ts';
export { createFakeClock, type FakeClock } from '#shared/kernel/testing/fake-clock.ts';
