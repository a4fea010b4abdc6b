import type { Clock, Fault, IdSource, Redactor, Result } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import type { DockService } from './dock-service.ts';
import type { SecurityService } from './security-service.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';

/** The built program, as a host runs it. */
export interface Application {
  readonly gatewayPorts: GatewayPorts;
  /** The service for docks. A host with its own server provides the docks. */
  readonly docks: Pick<DockService, 'serve'>;
  /** The security check. A host provides it, since only a host knows its guards. */
  readonly security: Pick<SecurityService, 'serve' | 'check'>;
  readonly logger: Logger;
  /** The redactor with the secrets of the program. A host adds its own, such as the API token. */
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly ids: IdSource;
  /**
   * Starts everything that should run. Resolves once each component was asked to start; a component that
   * cannot start yet shows that in its health. An error means that nothing can run.
   */
  start(): Promise<Result<void, Fault>>;
  /**
   * Stops everything in order and flushes the journal. Safe to call twice, and before {@link start} has
   * resolved; never rejects. Resolves with the faults of components that did not stop.
   */
  stop(): Promise<readonly Fault[]>;
}

/**
 * Builds the program without starting it. An error is a single sentence, such as about unreadable settings.
 */
export type BuildApplication<Options> = (options: Options) => Promise<Result<Application, Fault>>;
