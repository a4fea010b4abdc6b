/**
 * The Electron host around a small show in memory: what the stand-in's own tests run. `CUELIGHT_TEST_FOLDER`
 * holds its home, its page and its preload.
 */
import { join, resolve } from 'node:path';
import { createIds, createRedactor, createSystemClock, ok } from '#shared/kernel/index.ts';
import { createFakePorts } from '#main/gateway/testing/fake-ports.ts';
import { createRecordingLogger } from '#main/gateway/testing/recording-logger.ts';
import { DockService, SecurityService } from '#main/hosts/shared/index.ts';
import { runElectronHost } from '#main/hosts/electron/index.ts';

const folder = process.env['CUELIGHT_TEST_FOLDER'] ?? '';

runElectronHost({
  buildApplication: async () => {
    const clock = createSystemClock();
    const ids = createIds(clock, { next: () => Math.random() });
    return await Promise.resolve(
      ok({
        gatewayPorts: createFakePorts(clock, ids),
        docks: new DockService(),
        security: new SecurityService(clock),
        logger: createRecordingLogger(),
        redactor: createRedactor(),
        clock,
        ids,
        start: () => {
          process.stderr.write('started\n');
          return Promise.resolve(ok(undefined));
        },
        stop: () => {
          process.stderr.write('stopped\n');
          return Promise.resolve([]);
        },
      }),
    );
  },
  defaultHome: join(folder, 'home'),
  paths: {
    renderer: join(folder, 'renderer'),
    preload: join(folder, 'preload.cjs'),
    resources: resolve(import.meta.dirname, '../../../resources'),
  },
});
