/** The clocks of bridge tests: one that stands still, and the machine's own for sockets and processes. */
export { createSystemClock as createRealClock } from '#shared/kernel/system-clock.ts';
export { createFakeClock, type FakeClock } from '#shared/kernel/testing/fake-clock.ts';
