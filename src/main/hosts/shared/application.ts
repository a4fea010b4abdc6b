import type { Clock, Fault, IdSource, Redactor, Result } from '#shared/kernel/index.ts';
import type { Logger } from '#core/logger.ts';
import type { DockDesk } from './dock-desk.ts';
import type { GatewayPorts } from '#main/gateway/ports/index.ts';

/** The built program as a host runs it. */
export interface Application {
  readonly gatewayPorts: GatewayPorts;
  /** The desk at which docks are asked for. A host with a server of its own takes it over. */
  readonly docks: Pick<DockDesk, 'serve'>;
  readonly logger: Logger;
  /** Knows the secrets of the program. A host adds its own, such as the API token. */
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly ids: IdSource;
  /**
   * Starts everything that should run and resolves once each part was asked to: a component that cannot start yet is
   * its own matter and shows in its health. An error means that nothing can run at all.
   */
  start(): Promise<Result<void, Fault>>;
  /**
   * Stops everything in order and flushes what was recorded. Safe to call twice, and before {@link start} has resolved;
   * never rejects. Resolves with what could not be stopped.
   */
  stop(): Promise<readonly Fault[]>;
}

/** Builds the program without starting it. An error is one clear sentence, such as settings that cannot be read. */
export type BuildApplication<Options> = (options: Options) => Promise<Result<Application, Fault>>;
