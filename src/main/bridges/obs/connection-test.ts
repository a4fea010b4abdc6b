import { Fault, type Clock } from '#shared/kernel/index.ts';
import type { ConnectionTest } from '#shared/model/index.ts';
import { parseObsAddress } from './obs-address.ts';
import { defaultObsLimits, type ObsLimits } from './obs-limits.ts';
import { sceneListAnswerSchema, versionAnswerSchema } from './obs-schemas.ts';

export interface ObsConnectionTestOptions {
  readonly title?: string;
  readonly address: string;
  readonly readPassword: () => Promise<string | null>;
  readonly clock: Clock;
  readonly settingsPath?: string;
  readonly limits?: Partial<ObsLimits>;
  /** Cancels the test. */
  readonly signal?: AbortSignal;
}

const passed = (name: string, message: string) => ({ name, ok: true, message });
const failed = (name: string, message: string) => ({ name, ok: false, message });

/** Returns the checks that a fault of the connection attempt answers. */
const checksOf = (fault: Fault): ConnectionTest['checks'] => {
  const reachable = passed('reachable', 'A server answers at this address');
  const protocol = passed('protocol', 'The server supports obs-websocket 5');
  switch (fault.code) {
    case 'obs.not-obs':
    case 'obs.unsupported-version':
      return [reachable, failed('protocol', fault.message)];
    case 'obs.wrong-password':
    case 'obs.password-missing':
      return [reachable, protocol, failed('password', fault.message)];
    default:
      return [failed('reachable', fault.message)];
  }
};

/** Tests address and password over a separate connection and closes it. Never rejects. */
export const testObsConnection = async (options: ObsConnectionTestOptions): Promise<ConnectionTest> => {
  const { clock } = options;
  const limits = { ...defaultObsLimits, ...options.limits };
  const startedAt = clock.monotonic();
  const { subject, address } = parseObsAddress(options.address, {
    title: options.title ?? 'OBS',
    settingsPath: options.settingsPath ?? 'obs',
  });
  const finish = (message: string, checks: ConnectionTest['checks']): ConnectionTest => ({
    ok: checks.every((check) => check.ok),
    message,
    elapsedMs: clock.monotonic() - startedAt,
    checks,
  });
  if (!address.ok) return finish(address.error.message, checksOf(address.error));

  try {
    const password = (await options.readPassword()) || null;
    const { openObsConnection } = await import('./obs-connection.ts');
    const connection = await openObsConnection({
      subject,
      address: address.value,
      password,
      clock,
      limits,
      signal: options.signal ?? new AbortController().signal,
      onEvent: () => undefined,
      onLost: () => undefined,
      onRefusedFrame: () => undefined,
    });
    try {
      const [version, scenes] = await Promise.all([
        connection.call('GetVersion', versionAnswerSchema),
        connection.call('GetSceneList', sceneListAnswerSchema),
      ]);
      const protocol = version.ok
        ? passed(
            'protocol',
            `OBS ${version.value.obsVersion}, obs-websocket ${version.value.obsWebSocketVersion}`,
          )
        : failed('protocol', version.error.message);
      const sceneCount = scenes.ok ? scenes.value.scenes.length : 0;
      const checks = [
        passed('reachable', `${subject.title} answers at ${subject.address}`),
        protocol,
        passed('password', password === null ? 'OBS requires no password' : 'OBS accepts the password'),
        scenes.ok
          ? passed('scenes', `${sceneCount} ${sceneCount === 1 ? 'scene' : 'scenes'} found`)
          : failed('scenes', scenes.error.message),
      ];
      const problem = checks.find((check) => !check.ok);
      return finish(problem?.message ?? `${subject.title} answers and its scenes can be read`, checks);
    } finally {
      await connection.close();
    }
  } catch (thrown) {
    const fault = Fault.from(thrown, 'obs.test-failed');
    return finish(fault.message, checksOf(fault));
  }
};
