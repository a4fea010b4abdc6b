import type { RehearsalServer } from '#shared/model/index.ts';

/**
 * The components that connect to one server. The composition root supplies them; the rehearsal knows no
 * component itself.
 */
export interface ServerComponents {
  /** Bridges that can lose their connection when a fault is injected into the server. */
  readonly bridges: readonly string[];
  /** Other components that such a fault can affect. */
  readonly others: readonly string[];
  /** True for a component whose outage is recorded as an outage of this server. */
  readonly isRecordedAs: (componentId: string) => boolean;
}

export type RehearsedComponents = Readonly<Record<RehearsalServer, ServerComponents>>;
