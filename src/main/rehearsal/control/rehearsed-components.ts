import type { RehearsalServer } from '#shared/model/index.ts';

/** The components that connect to one server. The rehearsal knows none: whoever builds the program names them. */
export interface ServerComponents {
  /** Bridges that can lose their connection when the server is disturbed. */
  readonly bridges: readonly string[];
  /** Other components that can come into trouble then. */
  readonly others: readonly string[];
  /** True for a component whose outage is recorded as an outage of this server. */
  readonly isRecordedAs: (componentId: string) => boolean;
}

export type RehearsedComponents = Readonly<Record<RehearsalServer, ServerComponents>>;
