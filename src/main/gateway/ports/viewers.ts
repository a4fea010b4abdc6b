import type { Fault, Result } from '#shared/kernel/index.ts';
import type { HeldViewer } from '#shared/contract/index.ts';
import type { ChatMessage, EventRecord } from '#shared/model/index.ts';

interface ViewerId {
  readonly platform: string;
  readonly userId: string;
}

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
  delete(viewer: ViewerId): Promise<
    Result<
      {
        readonly messages: number;
        readonly events: number;
        readonly thorough: boolean;
        readonly backups: number;
      },
      Fault
    >
  >;
}
