import { createIds, createRedactor, createSystemClock, Fault, ok, sleep } from '#shared/kernel/index.ts';
import type { GatewayPorts } from '#main/gateway/index.ts';
import { createFakePorts } from '#main/gateway/testing/fake-ports.ts';
import { createRecordingLogger } from '#main/gateway/testing/recording-logger.ts';
import { DockService, SecurityService, type BuildApplication } from '../../shared/index.ts';
import type { ApplicationOptions } from '../application-port.ts';

/** A misbehaviour of the fake application, for tests of its host. */
export type Misbehaviour =
  | 'hangs-on-build'
  | 'hangs-on-start'
  | 'hangs-on-stop'
  | 'crashes'
  | 'forgets-a-promise'
  | 'stops-with-fault';

/** Creates an application in memory that prints each request of the host to standard error. */
export const createFakeApplication =
  (misbehaviour: Misbehaviour | undefined): BuildApplication<ApplicationOptions> =>
  async (options) => {
    const clock = createSystemClock();
    const ids = createIds(clock, { next: () => Math.random() });
    const gatewayPorts: GatewayPorts = createFakePorts(
      clock,
      ids,
      {},
      (mode) => {
        clock.setTimeout(() => options.onSwitch(mode), 20);
      },
      () => {
        clock.setTimeout(() => options.onQuit(), 20);
      },
    );
    const stopped = Promise.withResolvers<void>();
    const print = (line: string): void => {
      process.stderr.write(`${line}\n`);
    };
    print(`built ${JSON.stringify(options)}`);
    if (misbehaviour === 'hangs-on-build') await sleep(clock, 60_000);
    gatewayPorts.system.events.on('*', ({ topic }) => print(`event ${topic}`));
    return ok({
      gatewayPorts,
      docks: new DockService(),
      security: new SecurityService(clock),
      logger: createRecordingLogger(),
      redactor: createRedactor(),
      clock,
      ids,
      start: async () => {
        print('started');
        // Like a start that a stop aborts.
        if (misbehaviour === 'hangs-on-start') await stopped.promise;
        if (misbehaviour === 'crashes') {
          clock.setTimeout(() => {
            throw new Error('Nobody catches this');
          }, 50);
        }
        if (misbehaviour === 'forgets-a-promise')
          clock.setTimeout(() => void Promise.reject(new Error('Nobody waits for this')), 50);
        return ok(undefined);
      },
      stop: async () => {
        print('stopped');
        stopped.resolve();
        if (misbehaviour === 'hangs-on-stop') await sleep(clock, 60_000);
        return misbehaviour === 'stops-with-fault'
          ? [new Fault('test.stop', 'A component did not stop.', { kind: 'defect' })]
          : [];
      },
    });
  };
