import type { Fault, Result } from '#shared/kernel/index.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';

interface ViewerId {
  readonly platform: string;
  readonly userId: string;
}

/** Read access to the stored data of viewers. */
export interface ViewersPort {
  find(name: string, signal?: AbortSignal): Promise<Result<readonly HeldViewer[], Fault>>;
  export(
    viewer: ViewerId,
    signal?: AbortSignal,
  ): Promise<
    Result<
      ViewerId & {
        readonly names: readonly string[];
        readonly messages: readonly ChatMessage[];
        readonly events: readonly EventRecord[];
      },
      Fault
    >
  >;
}
